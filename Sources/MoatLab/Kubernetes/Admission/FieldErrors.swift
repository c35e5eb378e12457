/// What is wrong with an object, field by field, in Kubernetes' words.
struct FieldErrors {
    private var causes: [(reason: String, field: String, message: String)] = []

    var isEmpty: Bool { causes.isEmpty }

    mutating func required(_ field: String, _ detail: String = "") {
        add("FieldValueRequired", field, detail.isEmpty ? "Required value" : "Required value: \(detail)")
    }

    mutating func invalid(_ field: String, _ value: JSONValue, _ detail: String) {
        add("FieldValueInvalid", field, "Invalid value: \(Self.text(value)): \(detail)")
    }

    mutating func unsupported(_ field: String, _ value: String, _ supported: [String]) {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        add("FieldValueNotSupported", field, "Unsupported value: \"\(value)\": supported values: \(list)")
    }

    mutating func duplicate(_ field: String, _ value: JSONValue) {
        add("FieldValueDuplicate", field, "Duplicate value: \(Self.text(value))")
    }

    mutating func forbidden(_ field: String, _ detail: String) {
        add("FieldValueForbidden", field, "Forbidden: \(detail)")
    }

    mutating func tooLong(_ field: String, bytes: Int) {
        add("FieldValueTooLong", field, "Too long: may not be more than \(bytes) bytes")
    }

    /// Throws the refusal of the object, if anything is wrong with it.
    func check(_ object: JSONValue, of kind: APIKind) throws(APIStatus) {
        guard !causes.isEmpty else { return }
        let name = object[["metadata", "name"]]?.string ?? ""
        let texts = causes.map { "\($0.field): \($0.message)" }
        let list = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        var details = JSONValue.object(["name": .string(name), "kind": .string(kind.kind)])
        if !kind.group.isEmpty { details["group"] = .string(kind.group) }
        details["causes"] = .array(
            causes.map { cause in
                .object([
                    "reason": .string(cause.reason), "message": .string(cause.message), "field": .string(cause.field),
                ])
            })
        throw APIStatus(
            code: 422, reason: "Invalid", message: "\(kind.qualifiedKind) \"\(name)\" is invalid: \(list)",
            details: details)
    }

    private mutating func add(_ reason: String, _ field: String, _ message: String) {
        causes.append((reason, field, message))
    }

    private static func text(_ value: JSONValue) -> String {
        String(decoding: value.bytes, as: UTF8.self)
    }
}
