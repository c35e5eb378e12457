/// The fields that an object, or a part of one, may have. One table of these says what is
/// checked in objects that arrive and what the OpenAPI documents say.
struct APISchema: Hashable, Sendable {
    /// As Kubernetes names it in its OpenAPI documents: `io.k8s.api.core.v1.ServicePort`.
    var name: String
    /// One line.
    var summary: String
    var fields: [Field]

    init(_ name: String, _ summary: String, _ fields: [Field]) {
        self.name = name
        self.summary = summary
        self.fields = fields
    }

    /// The last part of the name, `ServicePort`, which is that of the type in Go.
    var typeName: String {
        name.split(separator: ".").last.map(String.init) ?? name
    }

    subscript(field name: String) -> Field? {
        fields.first { $0.name == name }
    }

    struct Field: Hashable, Sendable {
        var name: String
        var type: FieldType
        /// One line.
        var summary: String
        var isRequired: Bool
        /// The field of the list's items by which a strategic merge patch pairs them; nil
        /// where the list is replaced as a whole.
        var mergeKey: String?
        /// The fields of the list's items by which server-side apply pairs them; empty where
        /// the list is atomic, or one of a set.
        var listMapKeys: [String]
        /// Whether the items of the list are themselves the keys, for both kinds of patch.
        var isSet: Bool

        init(
            _ name: String, _ type: FieldType, _ summary: String, required: Bool = false, mergeKey: String? = nil,
            listMapKeys: [String] = [], isSet: Bool = false
        ) {
            self.name = name
            self.type = type
            self.summary = summary
            self.isRequired = required
            self.mergeKey = mergeKey
            self.listMapKeys = listMapKeys
            self.isSet = isSet
        }
    }

    indirect enum FieldType: Hashable, Sendable {
        case string
        case int32
        case int64
        case bool
        /// A number or a name: `targetPort`.
        case intOrString
        /// Of resources: `500m`, `2Gi`, 4.
        case quantity
        /// RFC 3339, in seconds.
        case time
        /// RFC 3339, in microseconds.
        case microTime
        /// base64 (RFC 4648, section 4)
        case bytes
        /// An object of which nothing is known.
        case any
        case list(FieldType)
        /// An object whose keys are free.
        case map(FieldType)
        /// Another schema, by its name.
        case reference(String)
    }
}

extension APISchema.FieldType {
    /// As Go writes the type, which is how Kubernetes' messages name it.
    var goName: String {
        switch self {
        case .string: "string"
        case .int32: "int32"
        case .int64: "int64"
        case .bool: "bool"
        case .intOrString: "intstr.IntOrString"
        case .quantity: "resource.Quantity"
        case .time: "v1.Time"
        case .microTime: "v1.MicroTime"
        case .bytes: "[]uint8"
        case .any: "map[string]interface {}"
        case .list(let element): "[]\(element.goName)"
        case .map(let element): "map[string]\(element.goName)"
        case .reference(let name): "v1.\(name.split(separator: ".").last ?? "")"
        }
    }
}
