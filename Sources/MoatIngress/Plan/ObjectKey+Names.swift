import MoatKubernetes

extension ObjectKey {
    /// Whether namespace and name are names that the API server gives out (DNS subdomains), so that
    /// they can be written anywhere.
    var isName: Bool {
        Self.isName(name) && namespace.map(Self.isName) ?? false
    }

    private static func isName(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// For messages, where the name is not known to be one.
    var shown: String { ValueRefusal.shown(description) }
}

extension ObjectReference {
    var sortKey: (String, String, String) { (namespace ?? "", name ?? "", kind ?? "") }
}
