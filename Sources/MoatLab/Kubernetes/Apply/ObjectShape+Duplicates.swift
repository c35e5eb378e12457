extension ObjectShape {
    /// The way to the first item of an object that has the keys, or in a set the value, of an
    /// item before it in its list; nil where there is none.
    static func duplicate(in object: JSONValue, kind: APIKind) -> [FieldPathStep]? {
        duplicate(in: object, nil, .reference(APISchemas.name(of: kind)))
    }

    private static func duplicate(
        in value: JSONValue, _ field: PatchField?, _ type: APISchema.FieldType
    ) -> [FieldPathStep]? {
        switch parts(of: value, field, type) {
        case .whole: return nil
        case .members(let members):
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                let field = PatchField(key, of: type)
                if let way = duplicate(in: member, field, field.type) { return [.field(key)] + way }
            }
        case .items(let items):
            var seen: Set<FieldPathStep> = []
            for (step, item) in items {
                guard seen.insert(step).inserted else { return [step] }
                if let way = duplicate(in: item, nil, field?.elementType ?? .any) { return [step] + way }
            }
        }
        return nil
    }
}
