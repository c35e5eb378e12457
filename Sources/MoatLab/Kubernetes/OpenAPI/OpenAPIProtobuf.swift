/// An OpenAPI 2.0 document in protocol buffers, which is the only form in which kubectl reads
/// one. The field numbers are those of `openapiv2/OpenAPIv2.proto` of gnostic-models; of its
/// messages, those parts are written that ``OpenAPI/version2`` has.
struct OpenAPIProtobuf {
    private var bytes: [UInt8] = []

    static func encode(_ document: JSONValue) -> [UInt8] {
        var message = OpenAPIProtobuf()
        message.add(1, document["swagger"])
        message.add(2) { info in
            info.add(1, document["info"]?["title"])
            info.add(2, document["info"]?["version"])
        }
        message.add(8) { paths in
            paths.addNamed(2, document["paths"]) { item, value in item.addPathItem(value) }
        }
        message.add(9) { definitions in
            definitions.addNamed(1, document["definitions"]) { schema, value in schema.addSchema(value) }
        }
        return message.bytes
    }

    private mutating func addPathItem(_ value: JSONValue) {
        for (method, number) in [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)] {
            guard let operation = value[method] else { continue }
            add(number) { $0.addOperation(operation) }
        }
        addParameters(9, value["parameters"])
    }

    private mutating func addOperation(_ value: JSONValue) {
        addParameters(8, value["parameters"])
        add(9) { responses in
            responses.addNamed(1, value["responses"]) { response, value in
                response.add(1) { $0.add(1, value["description"]) }
            }
        }
        addExtensions(13, of: value)
    }

    private mutating func addParameters(_ number: Int, _ values: JSONValue?) {
        for value in values?.array ?? [] {
            add(number) { item in
                item.add(1) { $0.addParameter(value) }
            }
        }
    }

    private mutating func addParameter(_ value: JSONValue) {
        guard value["in"]?.string != "body" else {
            add(1) { body in
                body.add(2, value["name"])
                body.add(3, value["in"])
                body.add(4, value["required"])
                guard let schema = value["schema"] else { return }
                body.add(5) { $0.addSchema(schema) }
            }
            return
        }
        let isPath = value["in"]?.string == "path"
        add(2) { nonBody in
            nonBody.add(isPath ? 4 : 3) { parameter in
                parameter.add(1, value["required"])
                parameter.add(2, value["in"])
                parameter.add(4, value["name"])
                parameter.add(isPath ? 5 : 6, value["type"])
            }
        }
    }

    private mutating func addSchema(_ value: JSONValue) {
        add(1, value["$ref"])
        add(2, value["format"])
        add(4, value["description"])
        for name in value["required"]?.array ?? [] { add(19, name) }
        if let element = value["additionalProperties"] {
            add(21) { item in item.add(1) { $0.addSchema(element) } }
        }
        if let type = value["type"] {
            add(22) { $0.add(1, type) }
        }
        if let element = value["items"] {
            add(23) { items in items.add(1) { $0.addSchema(element) } }
        }
        if value["properties"] != nil {
            add(25) { properties in
                properties.addNamed(1, value["properties"]) { schema, value in schema.addSchema(value) }
            }
        }
        addExtensions(31, of: value)
    }

    /// The members whose names start with `x-`. Their values are YAML, of which JSON is a part.
    private mutating func addExtensions(_ number: Int, of value: JSONValue) {
        for (name, value) in (value.object ?? [:]).sorted(by: { $0.key < $1.key }) where name.hasPrefix("x-") {
            add(number) { named in
                named.add(1, .string(name))
                named.add(2) { $0.add(2, .string(String(decoding: value.bytes, as: UTF8.self))) }
            }
        }
    }

    /// An object as pairs of names and messages.
    private mutating func addNamed(
        _ number: Int, _ values: JSONValue?, _ write: (inout OpenAPIProtobuf, JSONValue) -> Void
    ) {
        for (name, value) in (values?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            add(number) { named in
                named.add(1, .string(name))
                named.add(2) { write(&$0, value) }
            }
        }
    }

    private mutating func add(_ number: Int, _ value: JSONValue?) {
        switch value {
        case .string(let text):
            addLengthDelimited(number, Array(text.utf8))
        case .bool(true):
            addVariableLength(UInt64(number) << 3)
            bytes.append(1)
        default:
            return
        }
    }

    private mutating func add(_ number: Int, _ write: (inout OpenAPIProtobuf) -> Void) {
        var message = OpenAPIProtobuf()
        write(&message)
        addLengthDelimited(number, message.bytes)
    }

    private mutating func addLengthDelimited(_ number: Int, _ content: [UInt8]) {
        addVariableLength(UInt64(number) << 3 | 2)
        addVariableLength(UInt64(content.count))
        bytes += content
    }

    private mutating func addVariableLength(_ value: UInt64) {
        var value = value
        while value > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }
}
