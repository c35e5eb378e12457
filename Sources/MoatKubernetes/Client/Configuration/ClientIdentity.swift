public import FoundationEssentials

/// A client certificate and its key. Its text form holds neither.
public struct ClientIdentity: Hashable, Sendable {
    /// PEM: the certificate, and those between it and its authority.
    public let certificates: Data
    /// PEM.
    let key: Data

    public init(certificates: Data, key: Data) {
        self.certificates = certificates
        self.key = key
    }
}

extension ClientIdentity: CustomStringConvertible, CustomReflectable {
    public var description: String { "a client certificate" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
