public import FoundationEssentials

/// Something that only those who need it may read (core/v1). Its text form leaves out what it
/// holds, so that no log or error shows it.
public struct Secret: KubernetesObject {
    public static let apiVersion = "v1"
    public static let kind = "Secret"
    public static let plural = "secrets"
    public static let isNamespaced = true

    /// The type of a certificate with its key.
    public static let tlsType = "kubernetes.io/tls"
    /// The keys of `data` in a Secret of that type; both are PEM.
    public static let certificateKey = "tls.crt"
    public static let privateKeyKey = "tls.key"

    public var metadata: ObjectMeta
    /// `Opaque` where empty.
    @ZeroIfAbsent public var type: String
    /// Base64 on the wire.
    @ZeroIfAbsent public var data: [String: Data]

    public init(metadata: ObjectMeta = ObjectMeta(), type: String = "", data: [String: Data] = [:]) {
        self.metadata = metadata
        self.type = type
        self.data = data
    }
}

extension Secret: CustomStringConvertible, CustomReflectable {
    public var description: String { "Secret \(key)" }

    public var customMirror: Mirror {
        Mirror(self, children: ["metadata": metadata, "type": type, "data": data.keys.sorted()])
    }
}
