import Foundation
import MoatKubernetes
import Synchronization
import Testing

struct LeaderElectorTests {
    private let key = ObjectKey(namespace: "ops", name: "moat")

    /// A lease that no test sees the end of, however slow the machine.
    private func long() throws -> LeasePolicy {
        try LeasePolicy(leaseDuration: .seconds(3600), renewDeadline: .seconds(1800), retryPeriod: .milliseconds(20))
    }

    /// A lease that is soon lost.
    private func short() throws -> LeasePolicy {
        try LeasePolicy(leaseDuration: .seconds(2), renewDeadline: .seconds(1), retryPeriod: .milliseconds(20))
    }

    /// One Lease, as the API keeps it.
    private final class LeaseServer: Sendable {
        private struct State {
            var lease: Lease?
            var version = 0
            var isAway = false
        }

        private let state = Mutex(State())

        var lease: Lease? { state.withLock { $0.lease } }

        func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

        func answer(_ request: TestServer.Request, _ answer: TestServer.Answer) async throws {
            if state.withLock({ $0.isAway }) { throw TestServer.Cut() }
            let (status, lease) = try take(request)
            try await answer.reply(status, lease.map { try encode($0) } ?? "{}")
        }

        private func take(_ request: TestServer.Request) throws -> (Int, Lease?) {
            let body = request.method == "GET" ? nil : try decode(Lease.self, request.body.withName)
            return state.withLock { state in
                switch (request.method, state.lease) {
                case ("GET", let lease?): return (200, lease)
                case ("POST", nil), ("PATCH", _?):
                    if let lease = state.lease, lease.metadata.resourceVersion != body?.metadata.resourceVersion {
                        return (409, nil)
                    }
                    state.version += 1
                    var lease = body
                    lease?.metadata.resourceVersion = "\(state.version)"
                    state.lease = lease
                    return (200, lease)
                case ("POST", _): return (409, nil)
                default: return (404, nil)
                }
            }
        }
    }

    private func elector(_ client: KubernetesClient, _ identity: String, _ policy: LeasePolicy) -> LeaderElector {
        LeaderElector(client, lease: key, identity: identity, policy: policy, logger: quiet)
    }

    @Test func handsOverAtOnceWhenItStops() async throws {
        let api = LeaseServer()
        try await TestServer.run {
            try await api.answer($0, $1)
        } _: { server in
            try await withClient(server) { client in
                let (first, second) = (elector(client, "first", try long()), elector(client, "second", try long()))
                let one = Task { try await first.run { try await Task.sleep(for: .seconds(3600)) } }
                try await expectEventually { first.isLeading }
                let two = Task { try await second.run { try await Task.sleep(for: .seconds(3600)) } }
                try await expectEventually { second.status.holder == "first" }
                #expect(!second.isLeading)
                one.cancel()
                await #expect(throws: CancellationError.self) { try await one.value }
                #expect(!first.isLeading)
                #expect(api.lease?.spec.holderIdentity != "first")
                try await expectEventually { second.isLeading }
                #expect(api.lease?.spec.leaseTransitions == 1)
                two.cancel()
                _ = await two.result
                #expect(api.lease?.spec.holderIdentity == "")
            }
        }
    }

    @Test func stopsLeadingWhenItCannotRenewAndLeadsAgainLater() async throws {
        let api = LeaseServer()
        let terms = Counter()
        try await TestServer.run {
            try await api.answer($0, $1)
        } _: { server in
            try await withClient(server) { client in
                let elector = elector(client, "me", try short())
                let running = Task {
                    try await elector.run {
                        terms.add()
                        // Cancelled when the lease is lost.
                        try? await Task.sleep(for: .seconds(3600))
                    }
                }
                try await expectEventually { elector.isLeading }
                let renewed = api.lease?.spec.renewTime
                try await expectEventually { api.lease?.spec.renewTime != renewed }
                api.setAway(true)
                try await expectEventually { !elector.isLeading }
                #expect(elector.status.failures > 0)
                api.setAway(false)
                try await expectEventually { elector.isLeading && terms.value >= 2 }
                running.cancel()
                _ = await running.result
            }
        }
    }

    @Test func givesUpTheLeaseWhenItsWorkIsDone() async throws {
        struct Done: Error {}
        let api = LeaseServer()
        try await TestServer.run {
            try await api.answer($0, $1)
        } _: { server in
            try await withClient(server) { client in
                let elector = elector(client, "me", try long())
                await #expect(throws: Done.self) { try await elector.run { throw Done() } }
                #expect(api.lease?.spec.holderIdentity == "")
                try await elector.run {}
                #expect(api.lease?.spec.leaseTransitions == 1)
                #expect(!elector.isLeading)
            }
        }
    }
}

extension String {
    /// A patch names no object; the server's own keeps its name.
    fileprivate var withName: String {
        contains(#""name""#)
            ? self : replacing(#""metadata":{"#, with: #""metadata":{"name":"moat","namespace":"ops","#)
    }
}
