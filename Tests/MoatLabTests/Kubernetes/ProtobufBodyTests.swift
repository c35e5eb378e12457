import Foundation
import Testing

@testable import MoatLab

@Suite struct ProtobufBodyTests {
    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(content.count)] + content
    }

    private static func field(_ number: UInt8, _ text: String) -> [UInt8] {
        field(number, Array(text.utf8))
    }

    private static func body(_ apiVersion: String, _ kind: String, _ object: [UInt8]) -> [UInt8] {
        Array("k8s\0".utf8) + field(1, field(1, apiVersion) + field(2, kind)) + field(2, object)
    }

    @Test func aServiceIsRead() throws {
        let metadata =
            field(1, "web") + field(3, "") + field(11, Self.field(1, "a") + Self.field(2, "b")) + field(8, [])
        // targetPort: the text `http`, and the number 8080.
        let named = field(1, "x") + [3 << 3, 80] + field(4, [1 << 3, 1] + Self.field(3, "http"))
        let numbered = [3 << 3, 81] + field(4, [1 << 3, 0, 2 << 3, 0x90, 0x3f])
        let spec = field(1, named) + field(1, numbered) + field(4, "ClusterIP") + [13 << 3, 0]
        let object = field(1, metadata) + field(2, spec) + field(3, [])
        #expect(
            try ProtobufBody.object(Self.body("v1", "Service", object)) == [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "web", "labels": ["a": "b"]],
                "spec": [
                    "ports": [
                        ["name": "x", "port": 80, "targetPort": "http"], ["port": 81, "targetPort": 8080],
                    ], "type": "ClusterIP", "publishNotReadyAddresses": false,
                ], "status": [:],
            ])
    }

    @Test func bytesAreInBase64() throws {
        let object = field(1, field(1, "s")) + field(2, field(1, "k") + field(2, "value"))
        let secret = try ProtobufBody.object(Self.body("v1", "Secret", object))
        #expect(secret["data"] == ["k": "dmFsdWU="])
    }

    @Test func everyPrefixIsReadOrRefused() throws {
        let rule = field(1, "a.example") + field(2, field(1, field(1, field(1, "/") + field(3, "Prefix"))))
        let body = Self.body("networking.k8s.io/v1", "Ingress", field(2, field(3, rule)))
        let path = try ProtobufBody.object(body)[["spec", "rules"]]?.array?.first
        #expect(path?[["http", "paths"]]?.array == [["path": "/", "pathType": "Prefix"]])
        // Only where a field ends is what is left a whole again: behind the kind.
        let whole = (0..<body.count).filter { (try? ProtobufBody.object(Array(body[..<$0]))) != nil }
        #expect(whole == [body.count - 2 - field(2, field(3, rule)).count])
    }

    /// Each item is two bytes: what takes time for each of those before it would not end.
    @Test func longListsAndMapsAreRead() throws {
        func long(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
            var size = content.count
            var bytes = [number << 3 | 2]
            while size > 0x7f {
                bytes.append(UInt8(size & 0x7f) | 0x80)
                size >>= 7
            }
            return bytes + [UInt8(size)] + content
        }
        let count = 200_000
        let holds = (0..<count).flatMap { _ in field(14, []) }
        let labels = (0..<count).flatMap { index in field(11, Self.field(1, "\(index)")) }
        let object = long(1, holds + labels)
        let body = Array("k8s\0".utf8) + field(1, Self.field(1, "v1") + Self.field(2, "Namespace")) + long(2, object)
        let metadata = try ProtobufBody.object(body)["metadata"]
        #expect(metadata?["finalizers"]?.array?.count == count)
        #expect(metadata?["labels"]?.object?.count == count)
    }

    /// What the fuzzer found, and the inputs that it began with.
    @Test func replaysTheCorpus() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Corpus/LabProtobuf")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var read = 0
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            do throws(APIStatus) {
                let object = try ProtobufBody.object(bytes)
                read += 1
                #expect((try? JSONParser.parse(object.bytes).value) == object, "\(file.lastPathComponent)")
            } catch {
                #expect([400, 415].contains(error.code), "\(file.lastPathComponent): \(error.message)")
            }
        }
        #expect(read >= 8)
        #expect(files.count >= read + 4)
    }

    @Test func otherKindsAreRefused() {
        #expect(throws: APIStatus.self) { try ProtobufBody.object(Self.body("v1", "Node", [])) }
        #expect(throws: APIStatus.self) { try ProtobufBody.object(Self.body("batch/v1", "Job", [])) }
        #expect(throws: APIStatus.self) { try ProtobufBody.object(Array("{}".utf8)) }
    }

    private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { Self.field(number, content) }
    private func field(_ number: UInt8, _ text: String) -> [UInt8] { Self.field(number, text) }
}
