public import Foundation

/// Reads manifests from files, directories, standard input or memory. Never throws and never
/// stops at the first mistake: everything that is wrong is in the result.
public enum ManifestReader {
    /// The name that stands for standard input among paths.
    public static let standardInput = "-"

    /// Reads files and directories; of a directory every `.yaml`, `.yml` and `.json` file
    /// below it, sorted by path. `-` is standard input.
    public static func read(paths: [String]) -> Manifests {
        var manifests = Manifests()
        var hasText = false
        for path in paths {
            if path == standardInput {
                hasText =
                    readFile(ManifestFile.contents(of: 0, name: "stdin"), name: "stdin", into: &manifests) || hasText
            } else if ManifestFile.isDirectory(path) {
                let (files, issues) = ManifestFile.manifests(below: path)
                for issue in issues { manifests.add(unreadable: issue) }
                if files.isEmpty, issues.isEmpty {
                    manifests.add(
                        ManifestIssue(
                            position: SourcePosition(file: path), message: "no manifests in this directory",
                            hint: "their names end in .yaml, .yml or .json"))
                }
                for file in files {
                    hasText = readFile(ManifestFile.contents(of: file), name: file, into: &manifests) || hasText
                }
            } else {
                hasText = readFile(ManifestFile.contents(of: path), name: path, into: &manifests) || hasText
            }
        }
        if !hasText, manifests.issues.isEmpty {
            manifests.add(
                ManifestIssue(
                    position: paths.first.map { SourcePosition(file: $0) }, message: "nothing is declared here",
                    hint: "a manifest has apiVersion, kind, metadata and spec"))
        }
        manifests.finish()
        return manifests
    }

    /// Reads the YAML documents of a text in memory. `file` is the name that positions carry.
    public static func read(yaml: Data, file: String) -> Manifests {
        var manifests = Manifests()
        _ = read(yaml, name: file, isJSON: false, into: &manifests)
        manifests.finish()
        return manifests
    }

    /// Reads JSON in memory: one manifest or a list of manifests. `file` is the name that
    /// positions carry; without one, issues have paths only.
    public static func read(json: Data, file: String? = nil) -> Manifests {
        var manifests = Manifests()
        _ = read(json, name: file, isJSON: true, into: &manifests)
        manifests.finish()
        return manifests
    }

    private static func readFile(
        _ contents: Result<Data, ManifestIssue>, name: String, into manifests: inout Manifests
    ) -> Bool {
        switch contents {
        case .success(let data):
            return read(data, name: name, isJSON: name.hasSuffix(".json"), into: &manifests)
        case .failure(let issue):
            manifests.add(unreadable: issue)
            return false
        }
    }

    /// Returns whether the data held any document.
    private static func read(_ data: Data, name: String?, isJSON: Bool, into manifests: inout Manifests) -> Bool {
        let text: String
        switch ManifestText.decode(data, name: name) {
        case .success(let decoded): text = decoded
        case .failure(let issue):
            manifests.add(unreadable: issue)
            return false
        }
        let documents = isJSON ? jsonDocuments(in: text) : YAMLManifestParser.documents(in: text)
        for document in documents {
            switch document {
            case .success(let value):
                manifests.add(ResourceReader.read(value, file: name), document: value, file: name)
            case .failure(let error):
                let position = name.map { SourcePosition(file: $0, line: error.mark?.line, column: error.mark?.column) }
                manifests.add(
                    unreadable: ManifestIssue(
                        position: position, message: error.message, hint: error.hint))
            }
        }
        return !documents.isEmpty
    }

    private static func jsonDocuments(in text: String) -> [Result<ManifestValue, ManifestSyntaxError>] {
        do throws(ManifestSyntaxError) {
            let value = try JSONManifestParser.parse(text)
            guard case .array(let elements) = value.content else { return [.success(value)] }
            return elements.map { .success($0) }
        } catch {
            return [.failure(error)]
        }
    }
}
