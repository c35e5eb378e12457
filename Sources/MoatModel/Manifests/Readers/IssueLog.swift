/// Gathers the issues of one document while its readers walk it.
final class IssueLog {
    private(set) var issues: [ManifestIssue] = []
    /// The file that positions are in; nil for a document without one.
    let file: String?

    init(file: String?) {
        self.file = file
    }

    func add(
        _ message: String, hint: String? = nil, object: String?, path: ManifestPath, mark: ManifestValue.Mark?
    ) {
        let position = file.map { SourcePosition(file: $0, line: mark?.line, column: mark?.column) }
        let path = path.description
        issues.append(
            ManifestIssue(
                position: position, object: object, path: path.isEmpty ? nil : path, message: message, hint: hint))
    }

    /// Says of all issues so far which resource they are in.
    func attribute(to key: ResourceKey) {
        for index in issues.indices { issues[index].resource = key }
    }
}
