import MoatKubernetes
import Synchronization
import Testing

struct EventRecorderTests {
    private let service = ObjectReference(
        apiVersion: "v1", kind: "Service", namespace: "shop", name: "front", uid: "u1", resourceVersion: "7")

    private static var fast: EventPolicy {
        var policy = EventPolicy()
        policy.minimumDelay = .milliseconds(1)
        policy.maximumDelay = .milliseconds(5)
        return policy
    }

    /// Records while `body` runs, and gives what was asked of the API.
    private func record(
        policy: EventPolicy = fast, _ handler: @escaping TestServer.Handler,
        _ body: @escaping @Sendable (EventRecorder) async throws -> Void
    ) async throws -> [TestServer.Request] {
        let requests = Mutex<[TestServer.Request]>([])
        try await TestServer.run { request, answer in
            requests.withLock { $0.append(request) }
            try await handler(request, answer)
        } _: { server in
            try await withClient(server) { client in
                let recorder = EventRecorder(
                    client, component: "moat-lb", instance: "gw1", policy: policy, logger: quiet)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await recorder.run() }
                    try await body(recorder)
                    group.cancelAll()
                }
            }
        }
        return requests.withLock { $0 }
    }

    /// The API, which gives back what it is given, and so the event with its name.
    private static let api: TestServer.Handler = { request, answer in
        try await answer.reply(
            request.method == "POST" ? 201 : 200,
            request.method == "POST" ? request.body : #"{"metadata":{"name":"a"},"involvedObject":{}}"#)
    }

    @Test func makesAnEventAndCountsItsRepetitions() async throws {
        let service = service
        let requests = try await record(Self.api) { recorder in
            for _ in 0..<3 { recorder.record(.warning, "AddressConflict", "10.0.4.4 is taken", about: service) }
            recorder.record(.normal, "Ready", "yes", about: ObjectReference(kind: "Node", name: "n1"))
            try await expectEventually { recorder.counts.created == 2 && recorder.counts.repeated == 2 }
        }
        #expect(requests.map(\.method) == ["POST", "PATCH", "PATCH", "POST"])
        let event = try decode(Event.self, requests[0].body)
        #expect(event.metadata.namespace == "shop")
        #expect(event.metadata.name.hasPrefix("front."))
        #expect(event.involvedObject.uid == "u1")
        #expect(event.type == .warning)
        #expect(event.reason == "AddressConflict")
        #expect(event.count == 1)
        #expect(event.source == EventSource(component: "moat-lb", host: "gw1"))
        #expect(event.reportingComponent == "moat-lb")
        #expect(event.firstTimestamp != nil && event.firstTimestamp == event.lastTimestamp)
        #expect(requests[1].path == "/api/v1/namespaces/shop/events/\(event.metadata.name)")
        #expect(requests[1].body.hasPrefix(#"{"count":2,"lastTimestamp":"#))
        #expect(requests[2].body.hasPrefix(#"{"count":3,"lastTimestamp":"#))
        #expect(requests[3].path == "/api/v1/namespaces/default/events")
    }

    @Test func makesAnEventAnewThatIsGone() async throws {
        let service = service
        let requests = try await record { request, answer in
            if request.method == "PATCH" { return try await answer.reply(404, "{}") }
            try await Self.api(request, answer)
        } _: { recorder in
            for _ in 0..<2 { recorder.record(.normal, "R", "m", about: service) }
            try await expectEventually { recorder.counts.created == 2 }
        }
        #expect(requests.map(\.method) == ["POST", "PATCH", "POST"])
    }

    @Test func triesAgainAndThenCountsWhatFailed() async throws {
        let service = service
        let requests = try await record { _, answer in
            try await answer.reply(500, "{}")
        } _: { recorder in
            recorder.record(.normal, "R", "m", about: service)
            try await expectEventually { recorder.counts.failed == 1 }
        }
        #expect(requests.count == 3)
    }

    @Test func doesNotTryAgainWhatIsRefused() async throws {
        let service = service
        let requests = try await record { _, answer in
            try await answer.reply(403, "{}")
        } _: { recorder in
            recorder.record(.normal, "R", "m", about: service)
            try await expectEventually { recorder.counts.failed == 1 }
        }
        #expect(requests.count == 1)
    }

    @Test func leavesOutWhatIsTooMuch() async throws {
        let service = service
        var policy = Self.fast
        policy.burst = 2
        _ = try await record(policy: policy, Self.api) { recorder in
            for number in 0..<5 { recorder.record(.normal, "R", "\(number)", about: service) }
            try await expectEventually { recorder.counts.created == 2 && recorder.counts.limited == 3 }
        }
    }

    /// Nobody waits for events.
    @Test func dropsWhatDoesNotFit() async throws {
        let service = service
        var policy = Self.fast
        policy.capacity = 2
        try await TestServer.run(Self.api) { [policy] server in
            try await withClient(server) { client in
                let recorder = EventRecorder(
                    client, component: "a", instance: "b", policy: policy, logger: quiet)
                for number in 0..<5 { recorder.record(.normal, "R", "\(number)", about: service) }
                #expect(recorder.counts.dropped == 3)
            }
        }
    }
}
