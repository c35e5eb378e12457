import Yams

/// Turns a node of Yams into a `ManifestValue`. Aliases are expanded here, so this is where
/// a document that would grow without bound ("billion laughs") is stopped.
struct YAMLValueBuilder {
    /// The line of the stream on which the document begins.
    let firstLine: Int
    /// How many values the document may still have.
    private var allowance: Int

    /// Without aliases a document has no more values than bytes, so what goes far beyond that
    /// is an explosion.
    init(_ document: YAMLDocumentText) {
        firstLine = document.firstLine
        allowance = min(ManifestValue.maximumCount, document.text.utf8.count + 100_000)
    }

    mutating func value(of node: Node, depth: Int) throws(ManifestSyntaxError) -> ManifestValue {
        let mark = mark(of: node)
        allowance -= 1
        guard allowance >= 0 else {
            throw .init(
                mark: mark, message: "too many values once its aliases are expanded",
                hint: "use fewer aliases, or split the document")
        }
        guard depth <= ManifestValue.maximumDepth else {
            throw .init(mark: mark, message: "nested more than 64 levels deep", hint: "a manifest needs about eight")
        }
        switch node {
        case .scalar(let scalar):
            return ManifestValue(try content(of: scalar, mark: mark), mark: mark)
        case .sequence(let sequence):
            var elements: [ManifestValue] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
            return ManifestValue(.array(elements), mark: mark)
        case .mapping(let mapping):
            var members: [ManifestValue.Member] = []
            members.reserveCapacity(mapping.count)
            for (key, element) in mapping {
                guard case .scalar(let name) = key else {
                    throw .init(
                        mark: self.mark(of: key), message: "a key that is a list or a mapping", hint: "keys are text")
                }
                members.append(.init(name.string, try value(of: element, depth: depth + 1), mark: self.mark(of: key)))
            }
            return ManifestValue(.object(members), mark: mark)
        case .alias:
            throw .init(mark: mark, message: "an alias that stands for nothing")
        }
    }

    private func mark(of node: Node) -> ManifestValue.Mark? {
        node.mark.map { ManifestValue.Mark(line: $0.line + firstLine - 1, column: $0.column) }
    }

    private func content(
        of scalar: Node.Scalar, mark: ManifestValue.Mark?
    ) throws(ManifestSyntaxError) -> ManifestValue.Content {
        switch Tag.Name(rawValue: scalar.tag.rawValue) {
        case .implicit where scalar.style == .plain: return YAMLPlainScalar.content(of: scalar.string)
        case .implicit, .str, .nonSpecific: return .string(scalar.string)
        default:
            throw .init(
                mark: mark, message: "the tag \(scalar.tag) is not supported", hint: "write the value without a tag")
        }
    }
}
