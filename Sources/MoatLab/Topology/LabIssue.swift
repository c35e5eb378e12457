/// One thing that is wrong with a lab file.
public struct LabIssue: Hashable, Sendable, CustomStringConvertible {
    /// 1-based; nil where the issue has no one place.
    public var position: Position?
    /// The object and what is wrong with it.
    public var message: String
    /// What would be right.
    public var remedy: String

    public init(_ message: String, remedy: String, position: Position? = nil) {
        self.message = message
        self.remedy = remedy
        self.position = position
    }

    public struct Position: Hashable, Sendable {
        public var line: Int
        public var column: Int
    }

    public var description: String {
        let place = position.map { "\($0.line):\($0.column)" } ?? ""
        return place.isEmpty ? "\(message)\n    \(remedy)" : "\(place)  \(message)\n    \(remedy)"
    }
}

/// Everything that is wrong with a lab file, at once.
public struct LabIssues: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's path as the user wrote it; nil where the topology did not come from one.
    public var file: String?
    public var issues: [LabIssue]

    public init(file: String? = nil, issues: [LabIssue]) {
        self.file = file
        self.issues = issues
    }

    public var description: String {
        let prefix = file.map { "\($0):" } ?? ""
        let lines = issues.map { issue in
            issue.position == nil && file != nil ? "\(prefix) \(issue)" : "\(prefix)\(issue)"
        }
        let count = issues.count == 1 ? "1 error" : "\(issues.count) errors"
        return lines.joined(separator: "\n") + "\n\(count). Nothing was started."
    }
}
