import MoatKubernetes
import Synchronization
import Testing

struct ReflectorTests {
    private static var fast: WatchPolicy {
        var policy = WatchPolicy()
        policy.minimumDelay = .milliseconds(5)
        policy.maximumDelay = .milliseconds(20)
        policy.capacity = 16
        return policy
    }

    /// Follows the Services of a server that answers as `handler` does, while `body` runs.
    private func follow(
        policy: WatchPolicy = fast, limits: ClientLimits = ClientLimits(), _ handler: @escaping TestServer.Handler,
        _ body: @escaping @Sendable (Reflector<Service>, StoreReader) async throws -> Void
    ) async throws {
        try await TestServer.run(handler) { server in
            try await withClient(server, limits: limits) { client in
                let reflector = Reflector<Service>(client, policy: policy, logger: quiet)
                let reader = StoreReader()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await reflector.run() }
                    group.addTask { await reader.read(reflector.changes) }
                    try await body(reflector, reader)
                    group.cancelAll()
                }
            }
        }
    }

    @Test func followsChanges() async throws {
        let store = TestStore()
        store.put("a", port: 80)
        try await follow {
            try await store.answer($0, $1)
        } _: { reflector, reader in
            try await expectEventually { reader.services == ["a": 80] }
            store.put("b", port: 81)
            store.put("a", port: 82)
            try await expectEventually { reader.services == ["a": 82, "b": 81] }
            store.remove("a")
            try await expectEventually { reader.services == ["b": 81] }
            #expect(reflector.status.isSynced)
            #expect(reflector.status.lists == 1)
            #expect(reader.replacements == 1)
        }
    }

    @Test func goesOnWhereAWatchWasCut() async throws {
        let store = TestStore()
        try await follow {
            try await store.answer($0, $1, cutAfter: 3)
        } _: { reflector, reader in
            try await expectEventually { reflector.status.isSynced }
            for number in 0..<50 { store.put("s\(number % 20)", port: Int32(number + 1)) }
            store.remove("s3")
            try await expectEventually { reader.services == store.services }
            #expect(reflector.status.lists == 1)
            #expect(reflector.status.watches >= 17)
            #expect(reflector.status.failures >= 16)
        }
    }

    /// By an answer to the request, and within a watch that is there.
    @Test func listsAgainWhenItsStateIsForgotten() async throws {
        let store = TestStore()
        try await follow {
            try await store.answer($0, $1)
        } _: { reflector, reader in
            try await expectEventually { reflector.status.watches == 1 }
            store.put("a", port: 1)
            store.put("b", port: 2)
            try await expectEventually { reader.services.count == 2 }
            store.remove("a")
            store.put("c", port: 3)
            store.compact()
            try await expectEventually { reader.services == ["b": 2, "c": 3] }
            try await expectEventually { reader.replacements == reflector.status.lists }
            store.put("d", port: 4)
            try await expectEventually { reader.services == store.services }
        }
    }

    @Test func comesBackWhenTheServerWasAway() async throws {
        let store = TestStore()
        let isAway = Mutex(true)
        let watches = Mutex(0)
        try await follow { request, answer in
            if isAway.withLock({ $0 }) { throw TestServer.Cut() }
            if request.query["watch"] == "true" { watches.withLock { $0 += 1 } }
            try await store.answer(request, answer, cutAfter: 2)
        } _: { reflector, reader in
            try await expectEventually { reflector.status.failuresInARow >= 3 }
            #expect(reflector.status.lastError != nil)
            store.put("a", port: 1)
            isAway.withLock { $0 = false }
            try await expectEventually { reader.services == ["a": 1] && watches.withLock { $0 } == 1 }
            isAway.withLock { $0 = true }
            // The watch that is there ends with these, and the third comes only once the server is back.
            for number in 2...4 { store.put("a", port: Int32(number)) }
            try await expectEventually { reflector.status.failuresInARow >= 3 }
            #expect(reader.services == ["a": 3])
            isAway.withLock { $0 = false }
            try await expectEventually { reader.services == ["a": 4] }
            #expect(reflector.status.lists == 1)
            #expect(reflector.status.lastError == nil)
        }
    }

    @Test func givesUpAWatchThatSaysNothing() async throws {
        let store = TestStore()
        var policy = Self.fast
        policy.watchTime = .milliseconds(1)
        var limits = ClientLimits()
        limits.watchSlack = .milliseconds(50)
        let watches = Mutex(0)
        try await follow(policy: policy, limits: limits) { request, answer in
            guard request.query["watch"] == "true",
                watches.withLock({ count in
                    count += 1
                    return count <= 3
                })
            else { return try await store.answer(request, answer) }
            #expect(request.query["timeoutSeconds"] == "1")
            try await answer.begin()
            try await Task.sleep(for: .seconds(3600))
        } _: { reflector, reader in
            store.put("a", port: 1)
            try await expectEventually { watches.withLock { $0 } > 3 }
            store.put("b", port: 2)
            try await expectEventually { reader.services == store.services }
            #expect(reflector.status.failures >= 3)
        }
    }

    @Test(arguments: [
        "{", "nonsense", #"{"type":"ADDED","object":{"metadata":7}}"#, #"{"type":"NEW","object":{}}"#,
        #"{"type":"ERROR","object":{"code":500,"message":"no"}}"#, String(repeating: "x", count: 10_000),
    ])
    func listsAgainAfterALineThatItCannotRead(line: String) async throws {
        let store = TestStore()
        store.put("a", port: 1)
        var limits = ClientLimits()
        limits.objectBytes = 5000
        let isBad = Mutex(true)
        try await follow(limits: limits) { request, answer in
            guard request.query["watch"] == "true", isBad.withLock({ $0 }) else {
                return try await store.answer(request, answer)
            }
            try await answer.begin()
            try await answer.write(line + "\n")
            try await answer.end()
        } _: { reflector, reader in
            try await expectEventually { reflector.status.lists >= 2 }
            #expect(reflector.status.lastError?.contains("xxxxx") != true)
            isBad.withLock { $0 = false }
            store.put("b", port: 2)
            try await expectEventually { reader.services == store.services }
        }
    }

    @Test func readsLinesThatComeInPieces() async throws {
        try await follow { request, answer in
            guard request.query["watch"] == "true" else {
                return try await answer.reply(200, #"{"metadata":{"resourceVersion":"1"},"items":[]}"#)
            }
            try await answer.begin()
            let lines = (1...2).map {
                #"{"type":"ADDED","object":{"metadata":{"name":"ü\#($0)","resourceVersion":"\#($0 + 1)"},"spec":{"ports":[{"port":\#($0)}]}}}"#
            }
            for byte in lines.joined(separator: "\n") + "\n" { try await answer.write(String(byte)) }
            try await answer.write(
                #"{"type":"BOOKMARK","object":{"kind":"Service","metadata":{"resourceVersion":"40"}}}"# + "\n")
            if request.query["resourceVersion"] == "40" { try await Task.sleep(for: .seconds(3600)) }
            try await answer.end()
        } _: { reflector, reader in
            try await expectEventually { reader.services == ["ü1": 1, "ü2": 2] }
            try await expectEventually { reflector.status.watches == 2 }
        }
    }

    /// While nobody reads, no more is held than was agreed; then all of it comes.
    @Test func holdsABurstBackUntilItIsRead() async throws {
        let store = TestStore()
        try await TestServer.run {
            try await store.answer($0, $1)
        } _: { server in
            try await withClient(server) { client in
                let reflector = Reflector<Service>(client, policy: Self.fast, logger: quiet)
                let reader = StoreReader()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await reflector.run() }
                    try await expectEventually { reflector.status.watches == 1 }
                    for number in 0..<10_000 {
                        store.put("s\(number % 500)", port: Int32(number + 1))
                        if number % 7 == 0 { store.remove("s\((number + 3) % 500)") }
                    }
                    // The list holds one place.
                    try await expectEventually { reflector.status.changes == 15 }
                    try await Task.sleep(for: .milliseconds(50))
                    #expect(reflector.status.changes == 15)
                    group.addTask { await reader.read(reflector.changes) }
                    try await expectEventually { reader.services == store.services }
                    #expect(reflector.status.lists == 1)
                    group.cancelAll()
                }
            }
        }
    }

    @Test func endsItsChangesWhenItIsCancelled() async throws {
        try await TestServer.run { _, _ in
            throw TestServer.Cut()
        } _: { server in
            try await withClient(server) { client in
                let reflector = Reflector<Service>(client, policy: Self.fast, logger: quiet)
                let running = Task { await reflector.run() }
                running.cancel()
                await running.value
                var count = 0
                for await _ in reflector.changes { count += 1 }
                #expect(count == 0)
            }
        }
    }
}
