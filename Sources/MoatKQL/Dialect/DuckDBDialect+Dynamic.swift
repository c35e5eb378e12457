extension DuckDBDialect {
    public func member(of dynamic: String, _ key: KQLDynamic) -> String {
        switch key {
        case .long(let index):
            let position = index < 0 ? "#\(index)" : "\(index)"
            return "json_extract(\(dynamic), '$[\(position)]')"
        case .string(let name):
            // A path has quotes around a name, but no way to write a quote or a star in it.
            guard name.contains(where: { "\"\\*".contains($0) }) || name.isEmpty else {
                return "json_extract(\(dynamic), \(Self.quoted("$.\"\(name)\"")))"
            }
            let pointer = name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
            return "json_extract(\(dynamic), \(Self.quoted("/" + pointer)))"
        default: return "NULL::JSON"
        }
    }
}
