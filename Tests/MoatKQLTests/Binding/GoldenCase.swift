import Foundation
import Testing

/// A case of a golden file: a line `== name`, lines of comments (`# ...`), the query, a line `--`,
/// what is expected.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    var name: String
    var query: String
    var expected: [String]

    var testDescription: String { name }

    /// The cases of all files of a directory beside this target's tests.
    static func all(in directory: String) -> [GoldenCase] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: directory)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return files.sorted().flatMap { file in
            let text = (try? String(contentsOf: url.appending(path: file), encoding: .utf8)) ?? ""
            return cases(in: text, file: file)
        }
    }

    private static func cases(in text: String, file: String) -> [GoldenCase] {
        ("\n" + text).components(separatedBy: "\n== ").dropFirst().map { part in
            let lines = part.components(separatedBy: "\n")
            let end = lines.firstIndex(of: "--") ?? lines.count
            return GoldenCase(
                name: "\(file): \(lines[0])",
                query: lines[1..<end].filter { !$0.hasPrefix("# ") }.joined(separator: "\n"),
                expected: lines.dropFirst(end + 1).filter { !$0.isEmpty })
        }
    }
}
