import Foundation
import MoatModel
import Testing

/// Every `Golden/<name>.yaml` is read and validated. What is wrong with it stands beside it
/// in `<name>.errors.txt`, as the command line prints it; one without errors has its
/// resources as they are rendered in `<name>.rendered.txt`.
///
/// `MOAT_UPDATE_GOLDEN=1 swift test` writes the files anew; look at the difference.
struct GoldenTests {
    private static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")
    private static let updates = ProcessInfo.processInfo.environment["MOAT_UPDATE_GOLDEN"] == "1"

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test(arguments: names)
    func golden(_ name: String) throws {
        let data = try Data(contentsOf: Self.directory.appending(path: "\(name).yaml"))
        let manifests = ManifestReader.read(yaml: data, file: "\(name).yaml")
        let tags = ServiceTagCatalog([
            ServiceTagCatalog.Tag(
                name: "AzureCloud.westeurope", addressPrefixes: ["13.69.0.0/17"].compactMap { IPPrefix($0) })
        ])
        let found = ResourceSet(manifests.resources).issues(
            assuming: Set(manifests.failed), serviceTags: tags)
        let issues = (manifests.issues + found.map(manifests.locate)).sorted()

        let errors = issues.rendered()
        try check(issues.isEmpty ? nil : errors, "\(name).errors.txt")
        let rendered = try manifests.resources.map { try $0.manifest.yaml() }.joined(separator: "---\n")
        try check(issues.isEmpty ? rendered : nil, "\(name).rendered.txt")
    }

    private func check(_ text: String?, _ file: String) throws {
        let url = Self.directory.appending(path: file)
        if Self.updates {
            if let text {
                try Data(text.utf8).write(to: url)
            } else {
                try? FileManager.default.removeItem(at: url)
            }
        }
        let expected = try? String(contentsOf: url, encoding: .utf8)
        #expect(text == expected)
    }

    @Test func everyExpectationHasItsInput() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        for file in files where !file.hasSuffix(".yaml") {
            let name = String(file.prefix { $0 != "." })
            #expect(Self.names.contains(name), "\(file)")
        }
        #expect(Self.names.count > 20)
    }
}
