import Yams

/// Walks the nodes of a YAML document strictly: every field must be known, of the right
/// kind and given once. Problems are collected, so that one reading reports them all.
struct YAMLFields {
    private(set) var issues: [LabIssue] = []

    /// The issues from top to bottom.
    var sortedIssues: [LabIssue] {
        issues.sorted { first, second in
            let (first, second) = (first.position, second.position)
            return (first?.line ?? 0, first?.column ?? 0) < (second?.line ?? 0, second?.column ?? 0)
        }
    }

    mutating func report(_ message: String, remedy: String, at node: Node?) {
        let position = node?.mark.map { LabIssue.Position(line: $0.line, column: $0.column) }
        issues.append(LabIssue(message, remedy: remedy, position: position))
    }

    /// The fields of a mapping by name. Unknown and repeated ones are reported.
    mutating func fields(of node: Node, _ object: String, known: [String]) -> [String: Node]? {
        guard case .mapping(let mapping) = node else {
            report(
                "\(object): a mapping is needed here", remedy: "write its fields: \(known.joined(separator: ", "))",
                at: node)
            return nil
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.string, known.contains(name) else {
                report(
                    "\(object): unknown field '\(key.string ?? "?")'",
                    remedy: "known here: \(known.joined(separator: ", "))", at: key)
                continue
            }
            if fields.updateValue(value, forKey: name) != nil {
                report("\(object): \(name) is given twice", remedy: "keep one of the two", at: key)
            }
        }
        return fields
    }

    /// The text of a scalar; a missing one is reported at `parent` where `isRequired`.
    mutating func text(
        _ name: String, in fields: [String: Node], of object: String, parent: Node, isRequired: Bool = true
    ) -> String? {
        guard let node = fields[name] else {
            if isRequired { report("\(object): \(name) is missing", remedy: "add \(name): …", at: parent) }
            return nil
        }
        return text(of: node, "\(object): \(name)")
    }

    mutating func text(of node: Node, _ object: String) -> String? {
        guard case .scalar(let scalar) = node, !(scalar.style == .plain && ["", "~", "null"].contains(scalar.string))
        else {
            report("\(object) must be a single value", remedy: "write the value after the colon", at: node)
            return nil
        }
        return scalar.string
    }

    /// The items of a list; none where the field is missing.
    mutating func items(_ name: String, in fields: [String: Node], of object: String) -> [Node] {
        guard let node = fields[name] else { return [] }
        guard case .sequence(let sequence) = node else {
            report(
                "\(object): \(name) must be a list", remedy: "write each entry on a line of its own after '- '",
                at: node)
            return []
        }
        return Array(sequence)
    }

    /// A value of a type that reads itself from text.
    mutating func value<Value: LosslessStringConvertible>(
        of node: Node, _ object: String, form: String, example: String, as type: Value.Type = Value.self
    ) -> Value? {
        guard let text = text(of: node, object) else { return nil }
        guard let value = Value(text) else {
            report("\(object): '\(text)' is not \(form)", remedy: "write it like \(example)", at: node)
            return nil
        }
        return value
    }
}
