import Foundation
import MoatKQL
import Testing

/// Every query in `Golden/Syntax/NAME.kql` has beside it its tree, `NAME.tree.txt`, or what is
/// wrong with it, `NAME.errors.txt`. A file may hold several queries, after lines of `----`.
///
/// `MOAT_UPDATE_GOLDEN=1 swift test` writes the files anew; look at the difference.
@Suite struct SyntaxGoldenTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/Syntax")
    private static let updates = ProcessInfo.processInfo.environment["MOAT_UPDATE_GOLDEN"] == "1"

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasSuffix(".kql") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// The queries of a file.
    static func queries(_ name: String) throws -> [String] {
        let text = try String(contentsOf: directory.appending(path: "\(name).kql"), encoding: .utf8)
        return text.split(separator: "----\n").map(String.init)
    }

    @Test(arguments: names)
    func golden(_ name: String) throws {
        var trees = ""
        var errors = ""
        for query in try Self.queries(name) {
            do throws(KQLError) {
                trees += (trees.isEmpty ? "" : "----\n") + TreeText(try KQLParser.parse(query)).text
            } catch {
                errors += (errors.isEmpty ? "" : "----\n") + error.rendered(in: query) + "\n"
            }
        }
        try check(trees, "\(name).tree.txt")
        try check(errors, "\(name).errors.txt")
    }

    private func check(_ text: String, _ file: String) throws {
        let url = Self.directory.appending(path: file)
        if Self.updates {
            if text.isEmpty {
                try? FileManager.default.removeItem(at: url)
            } else {
                try Data(text.utf8).write(to: url)
            }
        }
        let expected = try? String(contentsOf: url, encoding: .utf8)
        #expect(text == expected ?? "")
    }

    @Test func everyExpectationHasItsInput() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        for file in files where !file.hasSuffix(".kql") {
            #expect(Self.names.contains(String(file.prefix { $0 != "." })), "\(file)")
        }
        #expect(Self.names.count > 10)
    }
}
