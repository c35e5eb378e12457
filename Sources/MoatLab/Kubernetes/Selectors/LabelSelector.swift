/// Which labels an object must have, as `labelSelector` of a request says it.
struct LabelSelector: Hashable, Sendable {
    struct Requirement: Hashable, Sendable {
        enum Operation: Hashable, Sendable {
            case exists
            case isMissing
            case isIn
            case isNotIn
        }

        var key: String
        var operation: Operation
        var values: Set<String> = []

        func matches(_ labels: [String: String]) -> Bool {
            switch operation {
            case .exists: labels[key] != nil
            case .isMissing: labels[key] == nil
            case .isIn: labels[key].map(values.contains) ?? false
            // An object without the label is none with one of the values.
            case .isNotIn: labels[key].map { !values.contains($0) } ?? true
            }
        }
    }

    var requirements: [Requirement] = []

    /// What every object fulfils.
    static let all = LabelSelector()

    func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.matches(labels) }
    }

    /// Reads `app=web,tier!=db,env in (a, b),track notin (canary),owner,!old`. As in Kubernetes,
    /// `env in ()` asks for the empty value.
    /// - Throws: `APIStatus` (BadRequest) for what cannot be read, and for keys and values that no
    ///   label can have.
    static func parse(_ text: String) throws(APIStatus) -> LabelSelector {
        guard text.contains(where: { !$0.isWhitespace }) else { return .all }
        var selector = LabelSelector()
        for part in split(text) { selector.requirements.append(try requirement(part, of: text)) }
        return selector
    }

    /// At the commas that are not within parentheses.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = [""]
        var isInside = false
        for character in text {
            switch character {
            case "(": isInside = true
            case ")": isInside = false
            case "," where !isInside:
                parts.append("")
                continue
            default: break
            }
            parts[parts.count - 1].append(character)
        }
        return parts.map(trimmed)
    }

    private static func requirement(_ part: String, of text: String) throws(APIStatus) -> Requirement {
        if part.hasPrefix("!") {
            return Requirement(key: try key(trimmed(String(part.dropFirst())), text), operation: .isMissing)
        }
        for (mark, operation) in [("!=", Requirement.Operation.isNotIn), ("==", .isIn), ("=", .isIn)] {
            if let range = part.firstRange(of: mark) {
                return Requirement(
                    key: try key(trimmed(String(part[..<range.lowerBound])), text), operation: operation,
                    values: try values([trimmed(String(part[range.upperBound...]))], text))
            }
        }
        guard let open = part.firstIndex(of: "(") else {
            return Requirement(key: try key(part, text), operation: .exists)
        }
        let words = part[..<open].split(separator: " ")
        guard words.count == 2, words[1] == "in" || words[1] == "notin", part.hasSuffix(")") else {
            throw failure(text)
        }
        let items = part[part.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
        return Requirement(
            key: try key(String(words[0]), text), operation: words[1] == "in" ? .isIn : .isNotIn,
            values: try values(Set(items.map { trimmed(String($0)) }).sorted(), text))
    }

    private static func key(_ key: String, _ text: String) throws(APIStatus) -> String {
        guard isWord(key), !key.isEmpty else { throw failure(text) }
        // The place, which Kubernetes leaves out here, prints as `<nil>` in Go.
        if let problem = NameRules.qualifiedName(key) { throw invalid("<nil>", key, problem) }
        return key
    }

    private static func values(_ values: [String], _ text: String) throws(APIStatus) -> Set<String> {
        for (index, value) in values.enumerated() {
            guard isWord(value) else { throw failure(text) }
            if let problem = NameRules.labelValue(value) { throw invalid("values[\(index)]", value, problem) }
        }
        return Set(values)
    }

    /// Whether a text has none of the characters that a selector is made of.
    private static func isWord(_ text: String) -> Bool {
        !text.contains { $0.isWhitespace || "=!(),<>".contains($0) }
    }

    private static func invalid(_ place: String, _ value: String, _ problem: String) -> APIStatus {
        let value = String(decoding: JSONValue.string(value).bytes, as: UTF8.self)
        return .badRequest("unable to parse requirement: \(place): Invalid value: \(value): \(problem)")
    }

    private static func failure(_ text: String) -> APIStatus {
        .badRequest("unable to parse requirement: the label selector \"\(text)\" cannot be read")
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
