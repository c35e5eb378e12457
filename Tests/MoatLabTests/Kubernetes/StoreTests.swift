import Synchronization
import Testing

@testable import MoatLab

@Suite struct StoreTests {
    private static func name(_ text: String, in namespace: String = "default") -> ObjectName {
        ObjectName(namespace: namespace, name: text)
    }

    private static func value(_ text: String, in namespace: String = "default") -> JSONValue {
        [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": .string(text), "namespace": .string(namespace)],
        ]
    }

    private static func limits(_ history: Int) -> StoreLimits {
        var limits = StoreLimits()
        limits.historyLength = history
        return limits
    }

    @Test func objectsAreListedByNamespaceAndName() throws {
        var state = StoreState(limits: StoreLimits())
        for (name, namespace) in [("b", "x"), ("a", "y"), ("a", "x"), ("c", "w")] {
            try state.put(.configMap, Self.name(name, in: namespace), Self.value(name, in: namespace))
        }
        #expect(
            state.objects(.configMap).map { "\($0.name.namespace)/\($0.name.name)" } == ["w/c", "x/a", "x/b", "y/a"])
        #expect(state.objects(.configMap, namespace: "x").map(\.name.name) == ["a", "b"])
        #expect(state.objects(.configMap, namespace: "v").isEmpty)
        state.remove(.configMap, Self.name("a", in: "x"))
        #expect(state.objects(.configMap, namespace: "x").map(\.name.name) == ["b"])
    }

    @Test func everyChangeHasAVersion() throws {
        var state = StoreState(limits: StoreLimits())
        let first = try state.put(.configMap, Self.name("a"), Self.value("a"))
        #expect(first.value[["metadata", "resourceVersion"]] == .string("\(first.version)"))
        let removed = state.remove(.configMap, Self.name("a"))
        let last = try #require(removed)
        #expect(last.version == first.version + 1)
        #expect(last.value[["metadata", "resourceVersion"]] == .string("\(last.version)"))
        #expect(state.totalBytes == 0)
        let again = state.remove(.configMap, Self.name("a"))
        #expect(again == nil)
        let changes = try #require(state.kinds[APIKind.configMap.id]?.changes(after: 1))
        #expect(changes.map(\.isRemoval) == [false, true])
        #expect(state.kinds[APIKind.configMap.id]?.changes(after: first.version)?.count == 1)
    }

    @Test func historyIsBounded() throws {
        var state = StoreState(limits: Self.limits(10))
        for index in 0..<35 { try state.put(.configMap, Self.name("a\(index)"), Self.value("a\(index)")) }
        let kind = try #require(state.kinds[APIKind.configMap.id])
        #expect(kind.changes(after: 36)?.count == 0)
        #expect(kind.changes(after: 26)?.count == 10)
        #expect(kind.changes(after: 25) == nil)
        #expect(kind.history.count == 10)
        state.forgetHistory()
        #expect(state.kinds[APIKind.configMap.id]?.changes(after: 35) == nil)
        #expect(state.kinds[APIKind.configMap.id]?.changes(after: 36)?.isEmpty == true)
    }

    @Test func historyIsBoundedInBytes() throws {
        var limits = StoreLimits()
        limits.historyBytes = 100_000
        var state = StoreState(limits: limits)
        func put(_ name: String, bytes: Int) throws {
            var value = Self.value(name)
            value["data"] = ["a": .string(String(repeating: "x", count: bytes))]
            try state.put(.configMap, Self.name(name), value)
        }
        func history() throws -> KindStore { try #require(state.kinds[APIKind.configMap.id]) }
        for index in 0..<30 { try put("a\(index)", bytes: 20_000) }
        #expect(try history().history.count == 4)
        // What an object was before is kept with the step, and counts: two large states a step.
        for index in 0..<4 { try put("a\(index)", bytes: 20_001) }
        #expect(try history().history.count == 2)
        for index in 0..<4 { try put("a\(index)", bytes: 1) }
        #expect(try history().history.count == 4)
        #expect(try history().historyBytes <= 100_000)
        #expect(try history().history.reduce(0) { $0 + $1.cost } == history().historyBytes)
        #expect(try history().changes(after: state.version - 4)?.count == 4)
        #expect(try history().changes(after: state.version - 5) == nil)
        // One that is larger than all of the history is given up at once.
        try put("b", bytes: 200_000)
        #expect(try history().history.isEmpty)
        #expect(try history().historyBytes == 0)
        #expect(try history().changes(after: state.version)?.isEmpty == true)
        #expect(try history().changes(after: state.version - 1) == nil)
    }

    @Test func followersMissNothing() throws {
        let store = ObjectStore(StoreState(limits: Self.limits(3)))
        let queue = WatchQueue(namespace: nil) {}
        for index in 0..<5 {
            try store.transaction { (state) throws(APIStatus) in
                _ = try state.put(.configMap, Self.name("a\(index)"), Self.value("a\(index)"))
            }
        }
        #expect(throws: APIStatus.expired(1, oldest: 3)) { try store.follow(.configMap, after: 1, queue) }
        #expect(throws: APIStatus.expired(99, oldest: 3)) { try store.follow(.configMap, after: 99, queue) }
        let (number, missed, objects, version) = try store.follow(.configMap, after: 4, queue)
        #expect(missed.map(\.version) == [5, 6])
        #expect(objects.isEmpty)
        #expect(version == 6)
        store.transaction { _ = $0.remove(.configMap, Self.name("a0")) }
        store.unfollow(number, of: .configMap)
        store.transaction { _ = $0.remove(.configMap, Self.name("a1")) }
        #expect(queue.take(bytes: 1 << 20)?.count == 1)
        #expect(try store.follow(.configMap, after: nil, queue).objects.count == 3)
    }

    @Test func aFollowerThatDoesNotReadIsCut() throws {
        let announced = Mutex(0)
        let queue = WatchQueue(namespace: "default") { announced.withLock { $0 += 1 } }
        let object = StoredObject(name: Self.name("a"), version: 1, value: Self.value("a"))
        let other = StoredObject(name: Self.name("a", in: "x"), version: 1, value: Self.value("a"))
        queue.deliver(StoreChange(before: nil, object: other, isRemoval: false))
        #expect(announced.withLock { $0 } == 0)
        for _ in 0...WatchQueue.countLimit {
            queue.deliver(StoreChange(before: nil, object: object, isRemoval: false))
        }
        // Once for the first of them, and once for the end.
        #expect(announced.withLock { $0 } == 2)
        #expect(queue.take(bytes: 1 << 20) == nil)
    }

    @Test func aReaderIsToldAgainOnceItHasReadAll() {
        let announced = Mutex(0)
        let queue = WatchQueue(namespace: nil) { announced.withLock { $0 += 1 } }
        for _ in 0..<3 { queue.add(.bookmark(1, endsInitial: false), bytes: 256) }
        #expect(queue.take(bytes: 300)?.count == 2)
        #expect(queue.take(bytes: 300)?.count == 1)
        queue.add(.bookmark(2, endsInitial: false), bytes: 256)
        #expect(announced.withLock { $0 } == 1)
        #expect(queue.take(bytes: 300)?.count == 1)
        #expect(queue.take(bytes: 300)?.isEmpty == true)
        queue.add(.bookmark(2, endsInitial: false), bytes: 256)
        #expect(announced.withLock { $0 } == 2)
    }

    @Test func oldEventsMakeRoom() throws {
        var limits = StoreLimits()
        limits.events = 20
        var state = StoreState(limits: limits)
        for index in 0..<25 {
            try state.put(.event, Self.name("e\(index)"), ["metadata": ["name": .string("e\(index)")]])
            state.dropOldEvents()
        }
        #expect(state.count(.event) <= 20)
        #expect(state[.event, Self.name("e0")] == nil)
        #expect(state[.event, Self.name("e24")] != nil)
    }

    @Test func aSnapshotHasAllButWhatTheLabGives() throws {
        let api = try APIFixture()
        try api.call(
            "POST", "/api/v1/namespaces/default/services",
            APIFixture.service(
                "web",
                [
                    "ports": [["port": 80, "targetPort": "http"]], "selector": ["app": "web"], "type": "NodePort",
                ]))
        try api.service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        let bytes = api.service.store.transaction { StoreSnapshot.bytes(of: &$0) }
        let version = api.service.store.version
        let service = APIService(store: ObjectStore(try StoreSnapshot.state(from: bytes)))
        try service.takeStock()
        #expect(service.store.version >= version)
        #expect(service.store.list(.pod, namespace: nil).objects.isEmpty)
        #expect(
            service.store.list(.service, namespace: nil).objects.map(\.bytes)
                == api.service.store.list(.service, namespace: nil).objects.map(\.bytes))
        // No pod is there, so that the slices are gone; with the pod they are as they were.
        #expect(service.store.list(.endpointSlice, namespace: nil).objects.isEmpty)
        try service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        #expect(service.store.list(.endpointSlice, namespace: nil).objects.count == 1)
        // Addresses and ports that Services have are not given to others.
        let taken = try APICall.create(
            service,
            APIFixture.service(
                "other",
                [
                    "ports": [["port": 80]], "clusterIP": "10.96.0.11",
                ]))
        #expect(taken["code"] == 422)
    }

    @Test(arguments: ["", "{}", "[]", "{\"version\":0,\"objects\":[]}", "{\"version\":5,\"objects\":[{}]}"])
    func whatIsNoSnapshotIsRefused(text: String) {
        #expect(throws: LabError.self) { try StoreSnapshot.state(from: Array(text.utf8)) }
    }

    private enum APICall {
        static func create(_ service: APIService, _ object: JSONValue) throws -> JSONValue {
            let request = try #require(
                APIRequest(method: "POST", target: "/api/v1/namespaces/default/services", body: object.bytes))
            guard case .document(let document) = service.answer(request) else { return .null }
            return try JSONParser.parse(document.body).value
        }
    }
}
