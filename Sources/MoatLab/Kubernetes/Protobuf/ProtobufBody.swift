/// Reads objects that clients send as Protocol Buffers, by the schemas of the kinds.
enum ProtobufBody {
    static let mediaType = "application/vnd.kubernetes.protobuf"

    /// The object, as JSON has it.
    /// - Throws: `APIStatus` for what cannot be read.
    static func object(_ bytes: [UInt8]) throws(APIStatus) -> JSONValue {
        do {
            // What every such body begins with, and a message that says what is in it.
            guard bytes.starts(with: Array("k8s\0".utf8)) else { throw ProtobufReader.Failure() }
            var reader = ProtobufReader(bytes[4...])
            var type: [UInt64: String] = [:]
            var raw: ArraySlice<UInt8> = []
            while let (number, value) = try reader.next() {
                guard case .bytes(let content) = value else { continue }
                if number == 1 {
                    var inner = ProtobufReader(content)
                    while let (number, value) = try inner.next() {
                        if case .bytes(let content) = value { type[number] = try text(content) }
                    }
                } else if number == 2 {
                    raw = content
                }
            }
            let kind = APIKind.find(apiVersion: type[1] ?? "", kind: type[2] ?? "")
            guard let kind, ProtobufFields.reads(kind) else {
                throw APIStatus.unsupportedMediaType(
                    "the lab's API reads no \(type[2] ?? "object") as \(mediaType); send application/json")
            }
            var object = try message(raw, .reference(APISchemas.name(of: kind)), depth: 0)
            object["apiVersion"] = .string(kind.apiVersion)
            object["kind"] = .string(kind.kind)
            return object
        } catch let status as APIStatus {
            throw status
        } catch {
            throw .badRequest("the body of the request cannot be read as \(mediaType)")
        }
    }

    private static func message(
        _ bytes: ArraySlice<UInt8>, _ type: APISchema.FieldType, depth: Int
    ) throws(ProtobufReader.Failure) -> JSONValue {
        guard depth < JSONParser.depthLimit, case .reference(let schema) = type else { throw ProtobufReader.Failure() }
        var object: [String: JSONValue] = [:]
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            guard let name = ProtobufFields.name(number, of: schema) else { continue }
            guard !name.isEmpty else {
                try readInline(value, into: &object, depth: depth)
                continue
            }
            guard let field = APISchemas.all[schema]?[field: name] else { continue }
            switch field.type {
            case .list(let element):
                let item = try single(value, element, depth: depth) ?? .string("")
                // What is there is moved out and in, so that it grows in place.
                var items = object.removeValue(forKey: name)?.array ?? []
                items.append(item)
                object[name] = .array(items)
            case .map(let element):
                guard case .bytes(let entry) = value else { throw ProtobufReader.Failure() }
                let (key, member) = try mapEntry(entry, element, depth: depth)
                var members = object.removeValue(forKey: name) ?? [:]
                members[key] = member
                object[name] = members
            default: object[name] = try single(value, field.type, depth: depth)
            }
        }
        return .object(object)
    }

    /// `IngressRule` has one, with `http` as its first field.
    private static func readInline(
        _ value: ProtobufReader.Value, into object: inout [String: JSONValue], depth: Int
    ) throws(ProtobufReader.Failure) {
        guard case .bytes(let content) = value else { throw ProtobufReader.Failure() }
        var reader = ProtobufReader(content)
        while let (number, value) = try reader.next() {
            guard number == 1, case .bytes(let http) = value else { continue }
            object["http"] = try message(
                http, .reference("io.k8s.api.networking.v1.HTTPIngressRuleValue"), depth: depth + 1)
        }
    }

    private static func mapEntry(
        _ entry: ArraySlice<UInt8>, _ element: APISchema.FieldType, depth: Int
    ) throws(ProtobufReader.Failure) -> (String, JSONValue) {
        var key = ""
        var member: JSONValue?
        var reader = ProtobufReader(entry)
        while let (number, value) = try reader.next() {
            if number == 1, case .bytes(let content) = value { key = try text(content) }
            if number == 2 { member = try single(value, element, depth: depth) }
        }
        return (key, member ?? .string(""))
    }

    /// Nil for what Go writes where a field is not set: an empty text, zero, no.
    private static func single(
        _ value: ProtobufReader.Value, _ type: APISchema.FieldType, depth: Int
    ) throws(ProtobufReader.Failure) -> JSONValue? {
        switch (type, value) {
        case (.bool, .varint(let number)): return .bool(number != 0)
        case (.int32, .varint(let number)), (.int64, .varint(let number)):
            return number == 0 ? nil : .integer(Int64(bitPattern: number))
        case (.string, .bytes(let content)): return content.isEmpty ? nil : .string(try text(content))
        case (.bytes, .bytes(let content)): return .string(Base64Check.encode(content))
        case (.intOrString, .bytes(let content)): return try intOrString(content)
        case (.reference, .bytes(let content)): return try message(content, type, depth: depth + 1)
        default: return nil
        }
    }

    private static func intOrString(_ content: ArraySlice<UInt8>) throws(ProtobufReader.Failure) -> JSONValue {
        var reader = ProtobufReader(content)
        var isText = false
        var number: Int64 = 0
        var text = ""
        while let (field, value) = try reader.next() {
            switch (field, value) {
            case (1, .varint(let kind)): isText = kind == 1
            case (2, .varint(let value)): number = Int64(bitPattern: value)
            case (3, .bytes(let content)): text = try Self.text(content)
            default: break
            }
        }
        return isText ? .string(text) : .integer(number)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw ProtobufReader.Failure() }
        return text
    }
}
