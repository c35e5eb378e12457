/// What reading manifests found: resources, and everything that is wrong.
public struct Manifests: Sendable {
    /// The resources without any issue of their own, in the order of their files.
    public private(set) var resources: [Resource] = []
    /// Everything that is wrong, by place.
    public private(set) var issues: [ManifestIssue] = []
    /// The resources that are declared but have issues. `ResourceSet.issues(assuming:)` takes
    /// them as given, so that one mistake is not reported a second time by all who refer to it.
    public private(set) var failed: [ResourceKey] = []
    /// False where some document or file could not be read so far that it is known what it
    /// declares. References to resources that are not there then say nothing.
    public private(set) var isComplete = true

    /// The documents by the key that they declare, for `locate`.
    private var sources: [ResourceKey: Source] = [:]

    private struct Source: Sendable {
        var file: String?
        var document: ManifestValue
    }

    /// The issue with the file, line and column of the value that its resource and path name;
    /// unchanged where it has a position already or the resource was not read here.
    public func locate(_ issue: ManifestIssue) -> ManifestIssue {
        guard issue.position == nil, let key = issue.resource, let source = sources[key], let file = source.file else {
            return issue
        }
        let mark = source.document.mark(at: issue.path ?? "")
        var located = issue
        located.position = SourcePosition(file: file, line: mark?.line, column: mark?.column)
        return located
    }

    /// Adds an issue with a file or a document that could not be read.
    mutating func add(unreadable issue: ManifestIssue) {
        issues.append(issue)
        isComplete = false
    }

    mutating func add(_ issue: ManifestIssue) {
        issues.append(issue)
    }

    /// Adds what came of a document.
    mutating func add(_ outcome: ResourceReader.Outcome, document: ManifestValue, file: String?) {
        issues += outcome.issues
        guard let key = outcome.key else {
            isComplete = false
            return
        }
        if let other = sources[key] {
            reportDuplicate(key, document: document, file: file, other: other)
            return
        }
        sources[key] = Source(file: file, document: document)
        if let resource = outcome.resource {
            resources.append(resource)
        } else {
            failed.append(key)
        }
    }

    private mutating func reportDuplicate(_ key: ResourceKey, document: ManifestValue, file: String?, other: Source) {
        func position(_ document: ManifestValue, _ file: String?) -> SourcePosition? {
            let mark = document.mark(at: "metadata.name")
            return file.map { SourcePosition(file: $0, line: mark?.line, column: mark?.column) }
        }
        let first = position(other.document, other.file)
        issues.append(
            ManifestIssue(
                position: position(document, file), resource: key, object: key.description, path: "metadata.name",
                message: first.map { "declared a second time; first at \($0)" } ?? "declared twice",
                hint: "keep one of the two, or give one another name"))
    }

    /// Puts the issues in order.
    mutating func finish() {
        issues.sort()
    }
}
