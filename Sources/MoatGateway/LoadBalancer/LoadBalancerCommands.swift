/// Elements to delete and to add, gathered by map; deletions come first, so that an element may
/// be replaced within one transaction.
struct LoadBalancerCommands {
    private var deletions: [String: String] = [:]
    private var additions: [String: String] = [:]
    private(set) var count = 0

    mutating func delete(from map: String, _ element: String) {
        Self.append(element, to: &deletions[map, default: ""])
        count += 1
    }

    mutating func add(to map: String, _ element: String) {
        Self.append(element, to: &additions[map, default: ""])
        count += 1
    }

    private static func append(_ element: String, to list: inout String) {
        if !list.isEmpty { list += ", " }
        list += element
    }

    /// In nft's language.
    func text(table: String) -> String {
        func lines(_ verb: String, _ lists: [String: String]) -> String {
            lists.sorted { $0.key < $1.key }
                .map { "\(verb) element \(table) \($0.key) { \($0.value) }\n" }.joined()
        }
        return lines("delete", deletions) + lines("add", additions)
    }
}
