import MoatModel

/// Reads an object as what its kind says it is: refuses values of a wrong type, and drops the
/// fields that there are not.
struct FieldCheck {
    /// No more unknown fields than these are named.
    static let maximumProblems = 100

    private(set) var unknown: [String] = []

    /// Drops from `object` what is null, and the fields that its kind does not have, and says
    /// which these were, in words such as `unknown field "spec.foo"`. Whether that is an error
    /// is for the caller to say, from the request's `fieldValidation`.
    static func decode(_ object: inout JSONValue, as kind: APIKind) throws(APIStatus) -> [String] {
        var check = FieldCheck()
        do {
            try check.read(&object, as: .reference(APISchemas.name(of: kind)), in: Place(structure: kind.kind))
        } catch {
            throw refusal(error.message, of: kind)
        }
        return check.unknown.map { #"unknown field "\#($0)""# }
    }

    /// The refusal of an object for what ``decode(_:as:)`` and the JSON parser found, where the
    /// request asks for strict validation.
    static func strictRefusal(_ problems: [String], of kind: APIKind) -> APIStatus {
        refusal("strict decoding error: \(problems.joined(separator: ", "))", of: kind)
    }

    private static func refusal(_ message: String, of kind: APIKind) -> APIStatus {
        APIStatus(
            code: 400, reason: "BadRequest",
            message: "\(kind.kind) in version \"\(kind.version)\" cannot be handled as a \(kind.kind): \(message)",
            details: nil)
    }

    /// Why a value cannot be read, in the words of Go's JSON decoder, which users of Kubernetes
    /// know.
    private struct Mismatch: Error {
        var message: String
    }

    /// Where a value is.
    private struct Place {
        /// The type in Go that the value's field is of.
        var structure: String
        /// With indexes: `spec.ports[0].port`.
        var path = ""
        /// Without: `spec.ports.port`.
        var fieldPath = ""

        func field(_ name: String, of structure: String) -> Place {
            Place(
                structure: structure, path: path.isEmpty ? name : "\(path).\(name)",
                fieldPath: fieldPath.isEmpty ? name : "\(fieldPath).\(name)")
        }

        func element(_ index: Int) -> Place {
            Place(structure: structure, path: "\(path)[\(index)]", fieldPath: fieldPath)
        }
    }

    private mutating func read(
        _ value: inout JSONValue, as type: APISchema.FieldType, in place: Place
    ) throws(Mismatch) {
        switch type {
        case .string:
            guard value.string != nil else { throw mismatch(value, type, place) }
        case .bool:
            guard value.bool != nil else { throw mismatch(value, type, place) }
        case .int32, .int64:
            guard let number = value.integer else { throw mismatch(value, type, place) }
            guard type == .int64 || Int32(exactly: number) != nil else { throw mismatch(value, type, place) }
        case .intOrString:
            guard value.string != nil || value.integer.flatMap(Int32.init(exactly:)) != nil else {
                throw mismatch(value, .int32, place)
            }
        case .quantity:
            if let number = value.integer { value = .string(String(number)) }
            guard value.string != nil else { throw mismatch(value, type, place) }
        case .time, .microTime:
            try readTime(&value, as: type, in: place)
        case .bytes:
            guard let text = value.string else { throw mismatch(value, type, place) }
            if let offset = Base64Check.firstWrongByte(of: text) {
                throw Mismatch(message: "illegal base64 data at input byte \(offset)")
            }
        case .any:
            guard value.object != nil else { throw mismatch(value, type, place) }
        case .list(let element):
            try readList(&value, of: element, in: place)
        case .map(let element):
            guard var members = value.object else { throw mismatch(value, type, place) }
            for (key, member) in members {
                var member = member
                // A null is the empty value here, as it is in Go.
                if member == .null { member = element == .string || element == .bytes ? .string("") : .null }
                try read(&member, as: element, in: place.field(key, of: place.structure))
                members[key] = member
            }
            value = .object(members)
        case .reference(let name):
            try readObject(&value, as: name, in: place)
        }
    }

    private func readTime(
        _ value: inout JSONValue, as type: APISchema.FieldType, in place: Place
    ) throws(Mismatch) {
        guard let text = value.string else { throw mismatch(value, type, place) }
        guard let time = APITime(text) else {
            let layout =
                type == .time ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00"
            throw Mismatch(message: "parsing time \"\(text)\" as \"\(layout)\": cannot parse \"\(text)\" as a time")
        }
        value = .string(type == .time ? time.inSeconds : time.inMicroseconds)
    }

    private mutating func readList(
        _ value: inout JSONValue, of element: APISchema.FieldType, in place: Place
    ) throws(Mismatch) {
        guard var elements = value.array else { throw mismatch(value, .list(element), place) }
        for index in elements.indices {
            if elements[index] == .null {
                // An item that is null is an empty one, as it is in Go.
                switch element {
                case .string: elements[index] = .string("")
                case .reference, .any: elements[index] = .object([:])
                default: break
                }
            }
            try read(&elements[index], as: element, in: place.element(index))
        }
        value = .array(elements)
    }

    private mutating func readObject(
        _ value: inout JSONValue, as name: String, in place: Place
    ) throws(Mismatch) {
        guard let schema = APISchemas.all[name], let members = value.object else {
            throw mismatch(value, .reference(name), place)
        }
        var kept: [String: JSONValue] = [:]
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            let inner = place.field(key, of: schema.typeName)
            guard let field = schema[field: key] else {
                if unknown.count < Self.maximumProblems { unknown.append(inner.path) }
                continue
            }
            guard member != .null else { continue }
            var member = member
            try read(&member, as: field.type, in: inner)
            kept[key] = member
        }
        value = .object(kept)
    }

    private func mismatch(_ value: JSONValue, _ type: APISchema.FieldType, _ place: Place) -> Mismatch {
        let found =
            switch value {
            case .null: "null"
            case .bool: "bool"
            case .integer(let number): type == .int32 ? "number \(number)" : "number"
            case .number: "number"
            case .string: "string"
            case .array: "array"
            case .object: "object"
            }
        let target =
            place.fieldPath.isEmpty
            ? "Go value of type v1.\(place.structure)"
            : "Go struct field \(place.structure).\(place.fieldPath) of type \(type.goName)"
        return Mismatch(message: "json: cannot unmarshal \(found) into \(target)")
    }
}
