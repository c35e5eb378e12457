import MoatModel

extension AddressSpecifier {
    /// The addresses that it means by itself; nil for a service tag, which a file has to explain.
    var ranges: [IPRange]? {
        switch self {
        case .any: [.all(.ipv4), .all(.ipv6)]
        case .prefix(let prefix): [IPRange(prefix)]
        case .range(let range): [range]
        case .serviceTag: nil
        }
    }
}
