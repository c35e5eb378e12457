/// One value of a manifest with all that is needed to complain about it. The reading
/// methods, here and in the extensions, return nil after they have recorded what is wrong.
struct ManifestField {
    let log: IssueLog
    let value: ManifestValue
    let path: ManifestPath
    /// The name of the property that the value belongs to, for messages.
    let property: String
    /// The object that the property belongs to, for messages.
    let object: String

    /// Records an issue; the message is led by the property's name.
    func issue(_ message: String, hint: String? = nil) {
        log.add("\(property): \(message)", hint: hint, object: object, path: path, mark: value.mark)
    }

    /// Any text.
    func string() -> String? {
        switch value.content {
        case .string(let text): return text
        case .int(let number):
            issue("must be text, not a number", hint: "write \"\(number)\" in quotes")
        case .bool(let truth):
            issue("must be text, not true or false", hint: "write \"\(truth)\" in quotes")
        default:
            issue("must be text, not \(value.typeName)")
        }
        return nil
    }

    func bool() -> Bool? {
        if case .bool(let truth) = value.content { return truth }
        guard case .string(let text) = value.content else {
            issue("must be true or false, not \(value.typeName)")
            return nil
        }
        let meant = ["true": true, "yes": true, "on": true, "false": false, "no": false, "off": false][
            text.lowercased()]
        issue("must be true or false, not text", hint: meant.map { "write \($0), without quotes" })
        return nil
    }

    /// A whole number within a range.
    func integer(in range: ClosedRange<Int>, hint: String) -> Int? {
        guard case .int(let number) = value.content else {
            if case .string(let text) = value.content, Int(text) != nil {
                issue("must be a number, not text", hint: "write \(text) without quotes")
            } else {
                issue("must be a whole number", hint: hint)
            }
            return nil
        }
        guard range.contains(number) else {
            issue("\(number) is not between \(range.lowerBound) and \(range.upperBound)", hint: hint)
            return nil
        }
        return number
    }

    /// One of the values of an enumeration, spelled exactly.
    func oneOf<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> Value? {
        guard let text = string() else { return nil }
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        issue(
            "'\(text)' is not known", hint: NearestName.hint(for: text, among: known) ?? "write \(Self.choice(known))")
        return nil
    }

    /// The elements of a list.
    func elements() -> [ManifestField] {
        guard case .array(let elements) = value.content else {
            issue(
                "must be a list, not \(value.typeName)", hint: "write the elements in [ ], or each on a line after '- '"
            )
            return []
        }
        return elements.enumerated().map { index, element in
            ManifestField(
                log: log, value: element, path: .element(path, index), property: property, object: object)
        }
    }

    /// `a`, `a or b`, `a, b or c`.
    static func choice(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
