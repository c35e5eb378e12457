import Foundation
import Testing

/// A query from public documentation about Azure Firewall's logs, in words of our own: the
/// constructs and the shape are those of the source, which its first line names.
struct PublicQuery: CustomTestStringConvertible, Sendable {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "PublicQueries")

    static let all = queries(in: directory)
    /// What cannot be answered, by design.
    static let refused = queries(in: directory.appending(path: "Refused"))

    var name: String
    var text: String

    var testDescription: String { name }

    /// Where the original is.
    var source: String? {
        let line = text.prefix { $0 != "\n" }
        return line.hasPrefix("// Source: https://") ? String(line.dropFirst("// Source: ".count)) : nil
    }

    private static func queries(in directory: URL) -> [PublicQuery] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasSuffix(".kql") }.sorted().compactMap { file in
            guard let text = try? String(contentsOf: directory.appending(path: file), encoding: .utf8) else {
                return nil
            }
            return PublicQuery(name: String(file.dropLast(4)), text: text)
        }
    }
}
