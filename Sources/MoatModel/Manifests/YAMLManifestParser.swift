import Yams

/// Reads YAML text into documents of `ManifestValue`.
///
/// The text is cut at its document markers first and each document is read by itself, so
/// that a mistake in one hides nothing of the others. Plain scalars mean what the core
/// schema of YAML 1.2 says: `Off`, `no` and `on` are text, not truth values.
enum YAMLManifestParser {
    /// The documents of a text in order, each read or with its error. Empty documents are
    /// left out.
    static func documents(in text: String) -> [Result<ManifestValue, ManifestSyntaxError>] {
        YAMLDocumentText.split(text).flatMap { document -> [Result<ManifestValue, ManifestSyntaxError>] in
            do throws(ManifestSyntaxError) {
                return try values(of: document).map { .success($0) }
            } catch {
                return [.failure(error)]
            }
        }
    }

    /// Usually one value: a document may also end with `...` and another one follow.
    private static func values(of document: YAMLDocumentText) throws(ManifestSyntaxError) -> [ManifestValue] {
        var values: [ManifestValue] = []
        do {
            let parser = try Parser(yaml: document.text, resolver: .basic, encoding: .utf8)
            while let node = try parser.nextRoot() {
                var builder = YAMLValueBuilder(document)
                let value = try builder.value(of: node, depth: 1)
                if case .null = value.content { continue }
                values.append(value)
            }
        } catch let error as ManifestSyntaxError {
            throw error
        } catch let error as YamlError {
            throw syntaxError(error, in: document)
        } catch {
            throw ManifestSyntaxError(message: "not YAML: \(error)")
        }
        return values
    }

    private static func syntaxError(_ error: YamlError, in document: YAMLDocumentText) -> ManifestSyntaxError {
        func mark(_ mark: Mark) -> ManifestValue.Mark {
            ManifestValue.Mark(line: mark.line + document.firstLine - 1, column: mark.column)
        }
        switch error {
        case .scanner(let context, let problem, let place, _), .parser(let context, let problem, let place, _),
            .composer(let context, let problem, let place, _):
            let text = context.map { " (\($0.text))" } ?? ""
            return ManifestSyntaxError(
                mark: mark(place), message: "not YAML: \(problem)\(text)",
                hint: document.isTab(atLine: place.line, column: place.column)
                    ? "YAML indents with spaces, never with tabs" : nil)
        case .reader(let problem, let offset, _, _):
            return ManifestSyntaxError(
                mark: offset.map { document.mark(atCharacter: $0) }, message: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            return ManifestSyntaxError(
                mark: mark(context.mark), message: "the key \(names) stands twice in one mapping",
                hint: "keep one of them")
        default:
            return ManifestSyntaxError(message: "not YAML: \(error)")
        }
    }
}
