import Foundation
import MoatKubernetes
import Testing

@testable import MoatIngress

/// The controller's firewall judges as nginx, ModSecurity and the Core Rule Set do that were set up by hand: the
/// same status, and the same rules, for each request of a sample.
@Suite(.enabled(if: HandwrittenWAF.isPossible, Comment(rawValue: NginxProcess.missing)))
struct CoreRuleSetTests {
    struct Judgement: Equatable, CustomStringConvertible {
        /// 0 where the connection was closed without an answer.
        var status: Int
        var rules: [String]

        var description: String { "\(status) by \(rules)" }
    }

    @Test(arguments: [1, 2, 4]) func judgesAsAHandwrittenConfiguration(_ paranoia: Int) async throws {
        #expect(SampleRequest.attacks.count + SampleRequest.benign.count >= 100)
        let backend = try await NamedBackend.start("app")
        let theirs = try await handwritten(backend, paranoia)
        let ours = try await controllers(backend, paranoia)
        let requests = SampleRequest.attacks + SampleRequest.benign
        for (index, request) in requests.enumerated() {
            #expect(ours[index] == theirs[index], "\(request.method) \(request.target) \(request.headers)")
        }
        // The sample is worth something: what it says of attacks is what the rule set is for.
        if paranoia == 1 {
            let blocked = theirs.prefix(SampleRequest.attacks.count).count { $0.status == 403 }
            #expect(blocked >= 80, "\(blocked) attacks were answered with 403")
            #expect(theirs.suffix(SampleRequest.benign.count).allSatisfy { $0.status != 403 })
        }
    }

    private func controllers(_ backend: NamedBackend, _ paranoia: Int) async throws -> [Judgement] {
        let ingress = Ingress(
            "app", annotations: ["moat.dev/waf": "block", "moat.dev/waf-paranoia": "\(paranoia)"],
            [IngressRule("app.test", .prefix("/", "app"))])
        var judgements: [Judgement] = []
        try await ServedCluster.serve(IngressObjects([ingress], backends: [backend])) { cluster async throws in
            let statuses = try await statuses(cluster.client())
            try await cluster.process.stop()
            judgements = try judge(statuses, cluster.process.text(of: "waf.log"))
        }
        return judgements
    }

    private func handwritten(_ backend: NamedBackend, _ paranoia: Int) async throws -> [Judgement] {
        let directory = "/tmp/moat-waf-\(UUID().uuidString.prefix(8))"
        let address = "127.63.\(UInt8.random(in: 0...255)).\(UInt8.random(in: 1...254))"
        let process = try NginxProcess(directory: directory)
        do {
            try process.write(
                try HandwrittenWAF.files(
                    directory, address: "\(address):8080", backend: backend.port, paranoia: paranoia))
            try await process.start()
            let statuses = try await statuses(RawClient(address: address, port: 8080))
            try await process.stop()
            let judgements = try judge(statuses, process.text(of: "audit.log"))
            await process.remove()
            return judgements
        } catch {
            await process.remove()
            throw error
        }
    }

    /// The status of each answer. The number of a request is in its query, and so in the log.
    private func statuses(_ client: RawClient) async throws -> [Int] {
        var statuses: [Int] = []
        for (index, request) in (SampleRequest.attacks + SampleRequest.benign).enumerated() {
            let target = request.target + (request.target.contains("?") ? "&" : "?") + "sample=\(index)"
            let answer = try? await client.request(
                request.method, target, host: "app.test", headers: request.allHeaders, body: request.body)
            statuses.append(answer?.status ?? 0)
        }
        return statuses
    }

    private func judge(_ statuses: [Int], _ log: String) throws -> [Judgement] {
        var judgements = statuses.map { Judgement(status: $0, rules: []) }
        for line in try AuditLine.read(log) {
            guard let mark = line.transaction.request.uri.range(of: "sample=", options: .backwards),
                let index = Int(line.transaction.request.uri[mark.upperBound...]), judgements.indices.contains(index)
            else { continue }
            judgements[index].rules += line.transaction.messages.map(\.details.ruleId)
        }
        for index in judgements.indices { judgements[index].rules.sort() }
        return judgements
    }
}
