import Foundation
import Testing

@testable import MoatIngress

/// The inputs of Fuzz/IngressObjects.
struct CorpusTests {
    private static func inputs() throws -> [(name: String, bytes: Data)] {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Corpus/IngressObjects")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { ($0.lastPathComponent, try Data(contentsOf: $0)) }
    }

    @Test func replaysTheCorpus() throws {
        let check = try ConfigurationCheck()
        let inputs = try Self.inputs()
        #expect(inputs.count >= 20)
        for (name, bytes) in inputs {
            #expect(throws: Never.self, "\(name)") { try check.check(FuzzedObjects(bytes).objects) }
        }
    }

    /// nginx takes what is rendered for all of the corpus.
    @Test(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
    func nginxTakesTheConfigurations() async throws {
        let directory = "/tmp/moat-nginx-\(UUID().uuidString.prefix(8))"
        let process = try NginxProcess(directory: directory)
        var settings = IngressSettings(
            runtimeDirectory: directory, defaultCertificate: try DefaultCertificate.selfSigned(now: Date()))
        settings.listenAddresses = []
        for (name, bytes) in try Self.inputs() {
            let plan = IngressPlan(FuzzedObjects(bytes).objects, settings)
            try process.write(NginxConfiguration(plan, settings, generation: 1).files)
            let refusal = try await process.check()
            #expect(refusal == nil, "\(name)")
        }
        await process.remove()
    }

    /// The check itself finds what it is for.
    @Test(arguments: [
        "events {", "events { } }", "a b", "a \"b;", "a { b c }", "a \"b\"c;", "content_by_lua_block { {", "a ${b};",
    ])
    func whatIsMalformedIsFound(_ text: String) {
        #expect(throws: ConfigurationReader.Malformed.self) { try ConfigurationReader.directives(text) }
    }

    @Test func wordsAreReadAsNginxReadsThem() throws {
        let text = """
            # comment { ;
            a 'b;c' "d\\"e" f\\;g;
            http { x_by_lua_block { f({ "a" }) } location = /x { return 200; } }
            """
        let read = try ConfigurationReader.directives(text).map {
            ($0.context + [$0.name] + $0.arguments).joined(separator: "|")
        }
        #expect(
            read == [
                #"a|b;c|d"e|f\;g"#, "http", #"http|x_by_lua_block| f({ "a" }) "#, "http|location|=|/x",
                "http|location|return|200",
            ])
    }
}
