import Foundation
import MoatKubernetes
import Synchronization
import Testing

/// What a client throws.
struct KubernetesErrorTests {
    private static let key = ObjectKey(namespace: "shop", name: "front")

    /// The error of a request, and how many were made.
    private func error(
        limits: ClientLimits = .patient, _ handler: @escaping TestServer.Handler
    ) async throws -> (error: KubernetesError?, requests: Int) {
        let count = Mutex(0)
        let error = try await TestServer.run { request, answer in
            count.withLock { $0 += 1 }
            try await handler(request, answer)
        } _: { server in
            try await withClient(server, limits: limits) { client in
                try await failure { try await client.get(Self.key, as: Service.self) }
            }
        }
        return (error, count.withLock { $0 })
    }

    @Test func saysWhatTheAPISays() async throws {
        let (error, _) = try await error { _, answer in
            try await answer.reply(
                409, #"{"kind":"Status","status":"Failure","reason":"Conflict","code":409,"message":"was modified"}"#)
        }
        #expect(error?.kind == .refused)
        #expect(error?.isConflict == true)
        #expect(error?.description == "GET /api/v1/namespaces/shop/services/front: Conflict (409): was modified")
    }

    @Test(arguments: ["", "<html>", "[]", "{}"])
    func takesARefusalInAnotherForm(body: String) async throws {
        let (error, _) = try await error { _, answer in try await answer.reply(404, body) }
        #expect(error?.isNotFound == true)
    }

    @Test func tellsConflictsApart() {
        var status = APIStatus(reason: .alreadyExists, code: 409)
        #expect(KubernetesError(status).isAlreadyExists && !KubernetesError(status).isConflict)
        status.reason = .conflict
        #expect(!KubernetesError(status).isAlreadyExists && KubernetesError(status).isConflict)
        #expect(KubernetesError(APIStatus(code: 410)).isExpired)
    }

    @Test(arguments: ["", "{", "[1]", "{}", #"{"metadata":7,"data":"hidden"}"#])
    func saysWhereAnAnswerIsWrong(body: String) async throws {
        let (error, _) = try await error { _, answer in try await answer.reply(200, body) }
        #expect(error?.kind == .unreadable)
        #expect(error?.description.contains("hidden") == false)
    }

    @Test func takesNoMoreThanItsLimit() async throws {
        var limits = ClientLimits()
        limits.objectBytes = 1000
        let (error, _) = try await error(limits: limits) { _, answer in
            try await answer.begin()
            try await answer.write(String(repeating: " ", count: 1001))
            try await answer.end()
        }
        #expect(error?.kind == .tooLarge)
        #expect(error?.message.contains("1000 bytes") == true)
    }

    @Test func givesUpABodyThatDoesNotEnd() async throws {
        var limits = ClientLimits()
        limits.requestTime = .milliseconds(300)
        let (error, _) = try await error(limits: limits) { _, answer in
            try await answer.begin()
            while true {
                try await answer.write(" ")
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(error?.kind == .timedOut)
    }

    @Test func saysThatAConnectionEnded() async throws {
        let (error, _) = try await error { _, answer in
            try await answer.begin(200, headers: [("Content-Length", "100")])
            try await answer.write("{")
            throw TestServer.Cut()
        }
        #expect(error?.kind == .unreachable)
    }

    @Test func saysThatNobodyIsThere() async throws {
        let port = try await TestServer.run { _, _ in
        } _: {
            $0
        }
        try await withClient(port) { client in
            let error = try await failure { try await client.get(Self.key, as: Service.self) }
            #expect(error?.kind == .unreachable)
        }
    }

    @Test func comesBackWhenTheAPIAsksForIt() async throws {
        let count = Mutex(0)
        let (error, requests) = try await error { _, answer in
            switch count.withLock({ count in
                count += 1
                return count
            }) {
            case 1: try await answer.reply(429, "{}", headers: [("Retry-After", "0")])
            case 2: try await answer.reply(503, "{}", headers: [("Retry-After", "0")])
            default: try await answer.reply(200, #"{"metadata":{"name":"front"}}"#)
            }
        }
        #expect(error == nil)
        #expect(requests == 3)
    }

    @Test func doesNotComeBackForever() async throws {
        let (error, requests) = try await error { _, answer in
            try await answer.reply(429, "{}", headers: [("Retry-After", "0")])
        }
        #expect(error?.code == 429)
        #expect(requests == 5)
    }

    /// Waiting for longer than the request has would only hide what the API said.
    @Test(arguments: [(429, "9999999999999"), (503, "3600"), (503, "soon"), (500, nil)])
    func doesNotWaitForWhatIsTooLate(status: Int, retryAfter: String?) async throws {
        var limits = ClientLimits()
        limits.requestTime = .seconds(600)
        let (error, requests) = try await error(limits: limits) { _, answer in
            try await answer.reply(status, "{}", headers: retryAfter.map { [("Retry-After", $0)] } ?? [])
        }
        #expect(error?.code == status)
        #expect(requests == 1)
    }

    /// It could lead anywhere, with the token.
    @Test func followsNoRedirect() async throws {
        let (error, requests) = try await error { _, answer in
            try await answer.reply(302, "", headers: [("Location", "/elsewhere")])
        }
        #expect(error?.code == 302)
        #expect(requests == 1)
    }
}
