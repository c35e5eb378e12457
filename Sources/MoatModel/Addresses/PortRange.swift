/// A closed range of TCP or UDP ports, written `443` or `8000-8080`; `*` is every port.
public struct PortRange: Hashable, Sendable {
    public let lowerBound: UInt16
    public let upperBound: UInt16

    /// Nil where the range ends before it starts.
    public init?(_ lowerBound: UInt16, _ upperBound: UInt16) {
        guard lowerBound <= upperBound else { return nil }
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    public init(_ port: UInt16) {
        self.lowerBound = port
        self.upperBound = port
    }

    private init(unchecked lowerBound: UInt16, _ upperBound: UInt16) {
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    /// Every port, 0 included: what `*` means.
    public static let all = PortRange(unchecked: 0, .max)

    public func contains(_ port: UInt16) -> Bool {
        lowerBound <= port && port <= upperBound
    }
}

extension PortRange: LosslessStringConvertible {
    /// Reads `*`, one port from 1 to 65535, or `a-b`. Port 0 is reserved (RFC 6335) and
    /// refused here; only `*` covers it.
    public init?(_ description: some StringProtocol) {
        if description == "*" {
            self = .all
            return
        }
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2, let lower = Self.port(parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(lower)
            return
        }
        guard let upper = Self.port(parts[1]) else { return nil }
        self.init(lower, upper)
    }

    public init?(_ description: String) {
        self.init(description[...])
    }

    private static func port(_ text: some StringProtocol) -> UInt16? {
        guard (1...5).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            text.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return UInt16(text)
    }

    public var description: String {
        if self == .all { return "*" }
        return lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)"
    }
}
