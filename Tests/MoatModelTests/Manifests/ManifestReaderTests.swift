import Foundation
import MoatModel
import Testing

/// Reading from a file system: a directory of its own for each test.
final class ManifestReaderTests {
    private let root: String

    init() throws {
        root = NSTemporaryDirectory() + "moat-manifests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    private func write(_ path: String, _ data: Data) throws -> String {
        let url = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
        return url.path
    }

    private func group(_ name: String) -> Data {
        Data(
            #"{"apiVersion": "moat.dev/v1alpha1", "kind": "IPGroup", "metadata": {"name": "\#(name)"}, "spec": {"ipAddresses": []}}"#
                .utf8)
    }

    /// The issues with the test's own directory cut off.
    private func issues(_ paths: String...) -> [String] {
        ManifestReader.read(paths: paths).issues.map { $0.description.replacing(root, with: "ROOT") }
    }

    @Test func aDirectoryIsReadDeeplyAndInOrder() throws {
        _ = try write("b.yml", group("b"))
        _ = try write("a/z.json", group("z"))
        _ = try write("a/c.yaml", group("c"))
        _ = try write("notes.txt", Data("not a manifest".utf8))
        _ = try write(".hidden.yaml", group("hidden"))
        _ = try write(".git/config.yaml", group("hidden-too"))
        let manifests = ManifestReader.read(paths: [root])
        #expect(manifests.issues.isEmpty)
        #expect(manifests.resources.map(\.name) == ["c", "z", "b"])
    }

    @Test func aLinkThatLeadsBackIsWalkedOnce() throws {
        _ = try write("a.yaml", group("a"))
        try FileManager.default.createSymbolicLink(atPath: "\(root)/loop", withDestinationPath: root)
        #expect(ManifestReader.read(paths: [root]).resources.map(\.name) == ["a"])
        #expect(issues(root).isEmpty)
    }

    @Test func aFileGivenTwiceIsDeclaredTwice() throws {
        let path = try write("a.yaml", group("a"))
        let place = "ROOT/a.yaml:1:77"
        #expect(issues(path, path) == ["\(place)  IPGroup a: declared a second time; first at \(place)"])
    }

    @Test func aMissingFileIsNamed() {
        #expect(issues("\(root)/none.yaml") == ["ROOT/none.yaml  can't be read: No such file or directory"])
        #expect(!ManifestReader.read(paths: ["\(root)/none.yaml"]).isComplete)
    }

    @Test func aFileUsedAsADirectoryIsNamed() throws {
        let path = try write("a.yaml", group("a"))
        #expect(issues("\(path)/b.yaml") == ["ROOT/a.yaml/b.yaml  can't be read: Not a directory"])
    }

    /// Root may read anything, so the test is only meaningful for others.
    @Test(.enabled(if: getuid() != 0)) func aForbiddenFileIsNamed() throws {
        let path = try write("a.yaml", group("a"))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        #expect(issues(path) == ["ROOT/a.yaml  can't be read: Permission denied"])
    }

    @Test func aDirectoryWithoutManifestsIsNamed() throws {
        _ = try write("notes.txt", Data())
        #expect(issues(root) == ["ROOT  no manifests in this directory"])
    }

    @Test func anEmptyFileIsNamed() throws {
        let path = try write("a.yaml", Data("# only a comment\n---\n".utf8))
        #expect(issues(path) == ["ROOT/a.yaml  nothing is declared here"])
    }

    @Test func aLargeFileIsRefusedUnread() throws {
        let path = try write("policy.yaml", Data())
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 52_428_800)
        let issue = try #require(ManifestReader.read(paths: [path]).issues.first)
        #expect(issue.message == "\(path) is 52,428,800 bytes; at most 10,485,760 are read")
        #expect(issue.hint == "split it")
    }

    @Test func anEndlessFileIsRefused() {
        #expect(
            ManifestReader.read(paths: ["/dev/zero"]).issues.map(\.message) == [
                "/dev/zero is more than 10,485,760 bytes; at most 10,485,760 are read"
            ])
    }

    @Test(arguments: [
        ([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x00, 0x01], "is a binary file, not text: byte 5 is zero"),
        ([0x6b, 0xff, 0x3a], "is not text in UTF-8"), ([0xc3], "is not text in UTF-8"),
        ([0xff, 0xfe, 0x61, 0x00], "is in UTF-16, not in UTF-8"),
    ])
    func aBinaryFileIsNotCalledBadYAML(_ bytes: [UInt8], _ message: String) throws {
        let path = try write("a.yaml", Data(bytes))
        #expect(issues(path) == ["ROOT/a.yaml  \(message)"])
    }

    @Test func allFilesAreReportedAtOnce() throws {
        let bad = try write("bad.yaml", Data("kind: [".utf8))
        let none = "\(root)/none.yaml"
        let good = try write("good.yaml", group("good"))
        let manifests = ManifestReader.read(paths: [none, bad, good])
        #expect(manifests.issues.count == 2)
        #expect(manifests.resources.map(\.name) == ["good"])
    }
}
