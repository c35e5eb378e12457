/// The way from a document's root to a value: `spec.ruleCollections[0].rules[2]`. A linked
/// list, so that walking down costs one small allocation and the text is only made for a
/// value that has a problem.
indirect enum ManifestPath: Sendable {
    case root
    case field(ManifestPath, String)
    case element(ManifestPath, Int)
}

extension ManifestPath: CustomStringConvertible {
    var description: String {
        switch self {
        case .root: ""
        case .field(.root, let name): name
        case .field(let parent, let name): "\(parent).\(name)"
        case .element(let parent, let index): "\(parent)[\(index)]"
        }
    }
}

extension ManifestValue {
    /// Where the value at a path stands: that of the nearest value above it where there is
    /// none (a missing property is reported at its object).
    func mark(at path: String) -> Mark? {
        var value = self
        var mark = value.mark
        for step in path.split(whereSeparator: { $0 == "." || $0 == "[" }) {
            if step.hasSuffix("]"), let index = Int(step.dropLast()) {
                guard case .array(let elements) = value.content, elements.indices.contains(index) else { return mark }
                value = elements[index]
            } else {
                guard let next = value[String(step)] else { return mark }
                value = next
            }
            mark = value.mark ?? mark
        }
        return mark
    }
}
