import Foundation

/// What the readers of tag files (service tags, FQDN tags) have in common: one JSON document,
/// of which everything that is wrong is reported at once.
public enum TagFile {
    /// What is wrong with a file, all of it at once.
    public struct Failure: Error, CustomStringConvertible {
        public var issues: [ManifestIssue]

        public var description: String {
            issues.rendered()
        }
    }

    /// The contents of a file of at most `sizeLimit` bytes.
    static func contents(of path: String, sizeLimit: Int) throws(Failure) -> Data {
        switch ManifestFile.contents(of: path, sizeLimit: sizeLimit) {
        case .success(let data): data
        case .failure(let issue): throw Failure(issues: [issue])
        }
    }

    /// What `readTags` makes of a file's contents; `name` is the name of the file, for
    /// positions.
    static func read<Tag>(
        _ data: Data, name: String, sizeLimit: Int, _ readTags: (ManifestValue, IssueLog) -> [Tag]
    ) throws(Failure) -> [Tag] {
        let log = IssueLog(file: name)
        var tags: [Tag] = []
        switch ManifestText.decode(data, name: name, sizeLimit: sizeLimit) {
        case .failure(let issue): throw Failure(issues: [issue])
        case .success(let text):
            do throws(ManifestSyntaxError) {
                tags = readTags(try JSONManifestParser.parse(text), log)
            } catch {
                let position = SourcePosition(file: name, line: error.mark?.line, column: error.mark?.column)
                throw Failure(issues: [ManifestIssue(position: position, message: error.message, hint: error.hint)])
            }
        }
        guard log.issues.isEmpty else { throw Failure(issues: log.issues) }
        return tags
    }
}
