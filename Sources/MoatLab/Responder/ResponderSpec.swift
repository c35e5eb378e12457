import FoundationEssentials

/// What a responder serves, as its file says.
public struct ResponderSpec: Hashable, Sendable, Codable {
    /// The host's name, for `{host}`.
    public var host: String
    /// Addresses to listen at; each service listens at all of them, so that an answer comes
    /// from the address that was asked.
    public var addresses: [String]
    public var services: [LabService]
    /// The names that the host's sites have certificates for.
    public var names: [String]
    /// The folder of the lab's authority; nil where no site speaks TLS.
    public var authority: String?
    /// The file with the names that DNS answers for; nil where there is no such service.
    public var domains: String?

    public init(
        host: String, addresses: [String], services: [LabService], names: [String] = [], authority: String? = nil,
        domains: String? = nil
    ) {
        self.host = host
        self.addresses = addresses
        self.services = services
        self.names = names
        self.authority = authority
        self.domains = domains
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
