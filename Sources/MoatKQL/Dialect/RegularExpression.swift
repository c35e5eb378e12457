/// Texts for regular expressions of RE2, which Kusto and DuckDB have in common.
enum RegularExpression {
    /// A pattern that matches just `text`.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if "\\.+*?()[]{}|^$".unicodeScalars.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}

extension RegularExpression {
    /// How many capturing groups a pattern has.
    static func groups(_ pattern: String) -> Int {
        var count = 0
        var isInClass = false
        var rest = Substring(pattern)
        while let character = rest.popFirst() {
            switch character {
            case "\\": _ = rest.popFirst()
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass:
                if !rest.hasPrefix("?") || rest.hasPrefix("?P<") || rest.hasPrefix("?<") { count += 1 }
            default: break
            }
        }
        return count
    }
}
