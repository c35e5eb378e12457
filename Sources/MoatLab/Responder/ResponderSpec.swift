import FoundationEssentials

/// What a responder serves, as its file says.
public struct ResponderSpec: Hashable, Sendable, Codable {
    /// The host's name, for `{host}`.
    public var host: String
    /// Addresses to listen at; each service listens at all of them, so that an answer comes
    /// from the address that was asked.
    public var addresses: [String]
    public var services: [LabService]

    public init(host: String, addresses: [String], services: [LabService]) {
        self.host = host
        self.addresses = addresses
        self.services = services
    }

    /// Reads a file, or JSON itself where the text begins with `{`.
    public init(fileOrJSON text: String) throws {
        let bytes = text.hasPrefix("{") ? Array(text.utf8) : try FileSystem.read(text)
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    func json() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }
}
