import Foundation

/// The lines of the files in a folder of goldens: what is asked, ` => `, what comes of it. Lines
/// that begin with `#` say where in Kusto's documentation the results are from.
struct Golden: Sendable, CustomStringConvertible {
    var file: String
    var input: String
    var expected: String

    var description: String { "\(file): \(input)" }

    static func all(in folder: String) -> [Golden] {
        let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/\(folder)")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.sorted().flatMap { file -> [Golden] in
            let text = (try? String(contentsOf: directory.appending(path: file), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                guard let arrow = line.range(of: " => ", options: .backwards) else { return nil }
                return Golden(
                    file: file, input: String(line[..<arrow.lowerBound]), expected: String(line[arrow.upperBound...]))
            }
        }
    }
}
