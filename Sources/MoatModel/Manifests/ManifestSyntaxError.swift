/// What keeps a text from being YAML or JSON, and where.
struct ManifestSyntaxError: Error {
    var mark: ManifestValue.Mark?
    var message: String
    var hint: String?
}
