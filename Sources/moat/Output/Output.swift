import Foundation
import MoatServer
import Yams

/// Writes a result in the form that the user asked for: the same facts in all three.
struct Output {
    let format: OutputFormat
    let style: Style

    /// The text of a result; `table` makes the one for people.
    func render(_ value: some Encodable, table: (Style) throws -> String) throws -> String {
        switch format {
        case .table: try table(style)
        case .json: try Self.json(value)
        case .yaml: try Self.yaml(value)
        }
    }

    func print(_ value: some Encodable, table: (Style) throws -> String) throws {
        Self.write(try render(value, table: table))
    }

    static func write(_ text: String) {
        Swift.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = APICoding.encoder
        encoder.outputFormatting.insert(.prettyPrinted)
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// By way of JSON, so that both have the same keys and forms.
    private static func yaml(_ value: some Encodable) throws -> String {
        try yaml(json: String(decoding: try APICoding.encoder.encode(value), as: UTF8.self))
    }

    /// JSON as YAML.
    static func yaml(json: String) throws -> String {
        guard let node = try Yams.compose(yaml: json) else { return "" }
        return try Yams.serialize(node: Self.blockStyle(node), allowUnicode: true)
    }

    /// JSON read as YAML is in flow style; people read block style.
    private static func blockStyle(_ node: Node) -> Node {
        switch node {
        case .mapping(let mapping):
            .mapping(Node.Mapping(mapping.map { (plain($0.key), blockStyle($0.value)) }, mapping.tag, .block))
        case .sequence(let sequence):
            .sequence(Node.Sequence(sequence.map(blockStyle), sequence.tag, .block))
        case .scalar, .alias:
            node
        }
    }

    private static func plain(_ node: Node) -> Node {
        guard case .scalar(var scalar) = node else { return node }
        scalar.style = .any
        return .scalar(scalar)
    }
}
