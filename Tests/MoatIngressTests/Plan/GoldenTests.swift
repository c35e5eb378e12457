import Foundation
import MoatKubernetes
import MoatModel
import Testing
import Yams

@testable import MoatIngress

/// Every `Golden/<name>.yaml` has objects of a cluster. Beside it stands what is made of them: the
/// routes and problems in `<name>.plan.txt`, the configuration of nginx in `<name>.nginx.conf`, where there is
/// a firewall its rules in `<name>.waf.conf`, and the tables in `<name>.tables.json`.
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
        let yaml = try String(contentsOf: Self.directory.appending(path: "\(name).yaml"), encoding: .utf8)
        let objects = try IngressObjects(yaml: yaml)
        let settings = IngressSettings(
            runtimeDirectory: "/run/moat-ingress", defaultCertificate: DefaultCertificate(chain: "", key: ""))
        let plan = IngressPlan(objects, settings)
        try check(Self.text(plan), "\(name).plan.txt")
        let files = NginxConfiguration(plan, settings, generation: 7).files
        try check(try #require(files["nginx.conf"]), "\(name).nginx.conf")
        if let rules = files["waf.conf"] { try check(rules, "\(name).waf.conf") }
        try check(String(decoding: IngressTables(plan).encoded(), as: UTF8.self) + "\n", "\(name).tables.json")

        var shuffled = objects
        shuffled.ingresses.reverse()
        shuffled.services.reverse()
        shuffled.slices.reverse()
        shuffled.secrets.reverse()
        #expect(IngressPlan(shuffled, settings) == plan, "the order of objects has no meaning")
    }

    private static func text(_ plan: IngressPlan) -> String {
        let routes = plan.routes.map { route in
            "\(route.host) \(route.match) \(route.path) -> \(route.target) (\(route.endpoints) endpoints) "
                + "\(route.ingress?.description ?? "-") tls=\(route.hasTLS) waf=\(route.waf)\n"
        }
        let problems = plan.problems.map { "\($0.object.name ?? "") \($0.reason): \($0.message)\n" }
        return routes.joined() + "\n" + problems.joined()
    }

    private func check(_ text: String, _ file: String) throws {
        let url = Self.directory.appending(path: file)
        if Self.updates { try Data(text.utf8).write(to: url) }
        let expected = try? String(contentsOf: url, encoding: .utf8)
        #expect(text == expected, "\(file)")
    }

    @Test func everyExpectationHasItsInput() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        for file in files where !file.hasSuffix(".yaml") {
            #expect(Self.names.contains(String(file.prefix { $0 != "." })), "\(file)")
        }
        #expect(Self.names.count >= 6)
    }
}

extension IngressObjects {
    private struct Kind: Decodable {
        var kind: String
    }

    /// Of a file of several documents.
    init(yaml: String) throws {
        self.init()
        let decoder = YAMLDecoder()
        for document in yaml.components(separatedBy: "\n---\n") {
            switch try decoder.decode(Kind.self, from: document).kind {
            case Ingress.kind: ingresses.append(try decoder.decode(from: document))
            case IngressClass.kind: classes.append(try decoder.decode(from: document))
            case Service.kind: services.append(try decoder.decode(from: document))
            case EndpointSlice.kind: slices.append(try decoder.decode(from: document))
            case Secret.kind: secrets.append(try decoder.decode(from: document))
            case let kind: throw CocoaError(.featureUnsupported, userInfo: [NSLocalizedDescriptionKey: kind])
            }
        }
    }
}
