/// What the schemas say of one member of an object that is patched.
struct PatchField {
    var type: APISchema.FieldType
    private let field: APISchema.Field?

    /// The member `name` of an object of a type; of free objects nothing is known.
    init(_ name: String, of type: APISchema.FieldType) {
        switch type {
        case .reference(let schema):
            field = APISchemas.all[schema]?[field: name]
            self.type = field?.type ?? .any
        case .map(let element):
            field = nil
            self.type = element
        default:
            field = nil
            self.type = .any
        }
    }

    var mergeKey: String? { field?.mergeKey }
    var listMapKeys: [String] { field?.listMapKeys ?? [] }
    var isSet: Bool { field?.isSet ?? false }

    /// That of the items of a list.
    var elementType: APISchema.FieldType {
        if case .list(let element) = type { element } else { .any }
    }
}
