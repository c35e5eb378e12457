import Foundation
import MoatKubernetes
import Synchronization
import Testing

struct KubernetesClientTests {
    private static let service = #"{"metadata":{"name":"front","namespace":"shop","resourceVersion":"7"}}"#
    private static let key = ObjectKey(namespace: "shop", name: "front")

    /// The requests of `body`, of which each gets the same answer.
    private func requests(
        answer: String = service, _ body: @escaping @Sendable (KubernetesClient) async throws -> Void
    ) async throws -> [TestServer.Request] {
        let requests = Mutex<[TestServer.Request]>([])
        try await TestServer.run { request, out in
            requests.withLock { $0.append(request) }
            try await out.reply(200, answer)
        } _: { server in
            try await withClient(server, body)
        }
        return requests.withLock { $0 }
    }

    @Test func asksAsTheAPIWants() async throws {
        let requests = try await requests { client in
            #expect(try await client.get(Self.key, as: Service.self).key == Self.key)
            _ = try await client.patch(
                Self.key, as: Service.self, .merge(["status": ["loadBalancer": nil]]), subresource: .status)
            _ = try await client.patch(
                Self.key, as: Service.self, .json([.add(["metadata", "annotations", "a/b~c"], "1"), .remove(["x"])]))
            _ = try await client.patch(
                Self.key, as: Service.self,
                .apply(["metadata": ["labels": ["a": "b"]]], fieldManager: "moat lb", force: true))
            try await client.delete(Service.self, Self.key, DeleteOptions(uid: "u1", resourceVersion: "7"))
        }
        #expect(
            requests.map(\.method) == ["GET", "PATCH", "PATCH", "PATCH", "DELETE"])
        #expect(
            Set(requests.map(\.path).filter { !$0.hasSuffix("/status") }) == ["/api/v1/namespaces/shop/services/front"])
        #expect(requests[1].path == "/api/v1/namespaces/shop/services/front/status")
        #expect(
            requests[1...3].map { $0.header("content-type") } == [
                "application/merge-patch+json", "application/json-patch+json", "application/apply-patch+yaml",
            ])
        #expect(requests[1].body == #"{"status":{"loadBalancer":null}}"#)
        #expect(
            requests[2].body
                == #"[{"op":"add","path":"/metadata/annotations/a~1b~0c","value":"1"},{"op":"remove","path":"/x"}]"#)
        #expect(
            requests[3].body
                == #"{"apiVersion":"v1","kind":"Service","metadata":{"labels":{"a":"b"},"name":"front","namespace":"shop"}}"#
        )
        #expect(requests[3].query == ["fieldManager": "moat lb", "force": "true"])
        #expect(
            requests[4].body
                == #"{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"resourceVersion":"7","uid":"u1"}}"#)
        #expect(requests[0].header("user-agent") == "moat/tests")
    }

    @Test func makesObjectsWithTheirKind() async throws {
        let requests = try await requests { client in
            _ = try await client.create(
                IngressClass(metadata: ObjectMeta(name: "moat"), spec: IngressClassSpec(controller: "moat.dev/a")))
            _ = try await client.create(Lease(metadata: ObjectMeta(name: "a", namespace: "b")))
        }
        #expect(
            requests.map(\.path) == [
                "/apis/networking.k8s.io/v1/ingressclasses", "/apis/coordination.k8s.io/v1/namespaces/b/leases",
            ])
        #expect(
            requests[0].body
                == #"{"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"moat"},"spec":{"controller":"moat.dev/a"}}"#
        )
    }

    @Test func asksForAPartAndNamesWhatIsMeant() async throws {
        let requests = try await requests(answer: #"{"metadata":{"resourceVersion":"1"},"items":[]}"#) { client in
            let selection = Selection(
                namespace: "shop", labelSelector: "a in (b, c)", fieldSelector: "metadata.name!=x&y")
            let services = try await client.list(Service.self, selection)
            let nodes = try await client.list(Node.self)
            #expect(services.items.isEmpty)
            #expect(nodes.metadata.resourceVersion == "1")
        }
        #expect(requests.map(\.path) == ["/api/v1/namespaces/shop/services", "/api/v1/nodes"])
        #expect(
            requests[0].query == [
                "labelSelector": "a in (b, c)", "fieldSelector": "metadata.name!=x&y", "limit": "500",
            ])
    }

    @Test(arguments: ["", ".", "..", String(repeating: "a", count: 254)])
    func makesNoRequestForWhatNamesNothing(name: String) async throws {
        let requests = try await requests { client in
            let error = try await failure {
                try await client.get(ObjectKey(namespace: "shop", name: name), as: Service.self)
            }
            #expect(error?.kind == .invalidRequest)
        }
        #expect(requests.isEmpty)
    }

    @Test func escapesNames() async throws {
        let requests = try await requests { client in
            _ = try await client.get(ObjectKey(namespace: "a/b", name: "c?d ü"), as: Service.self)
        }
        #expect(requests.map(\.path) == ["/api/v1/namespaces/a%2Fb/services/c%3Fd%20%C3%BC"])
    }

    @Test func needsANamespaceForWhatHasOne() async throws {
        let requests = try await requests { client in
            let key = ObjectKey(namespace: nil, name: "front")
            let asked = try await failure { try await client.get(key, as: Service.self) }
            let made = try await failure { try await client.create(Service()) }
            #expect(asked?.kind == .invalidRequest)
            #expect(made?.kind == .invalidRequest)
        }
        #expect(requests.isEmpty)
    }

    @Test func readsListsInParts() async throws {
        let store = TestStore()
        for number in 0..<25 { store.put("s\(number)", port: 80) }
        let count = Mutex(0)
        try await TestServer.run { request, answer in
            count.withLock { $0 += 1 }
            try await store.answer(request, answer)
        } _: { server in
            var limits = ClientLimits()
            limits.listChunk = 10
            try await withClient(server, limits: limits) { client in
                let list = try await client.list(Service.self)
                #expect(list.items.count == 25)
            }
            #expect(count.withLock { $0 } == 3)
            limits.listObjects = 15
            try await withClient(server, limits: limits) { client in
                let error = try await failure { try await client.list(Service.self) }
                #expect(error?.kind == .unreadable)
            }
        }
    }

    /// Few objects may be as large as many.
    @Test func readsLargeObjectsInSmallerParts() async throws {
        let store = TestStore()
        for number in 0..<25 { store.put("s\(number)", port: 80) }
        try await TestServer.run { request, answer in
            try await store.answer(request, answer)
        } _: { server in
            var limits = ClientLimits()
            limits.listChunk = 20
            limits.listBytes = 2048
            try await withClient(server, limits: limits) { client in
                let list = try await client.list(Service.self)
                #expect(Set(list.items.map(\.metadata.name)).count == 25 && list.items.count == 25)
            }
            limits.listBytes = 20
            try await withClient(server, limits: limits) { client in
                let error = try await failure { try await client.list(Service.self) }
                #expect(error?.kind == .tooLarge)
            }
        }
    }

    /// The state that a list's first part showed is not kept forever.
    @Test func readsAListAgainWhenItsLaterPartsAreGone() async throws {
        let store = TestStore()
        for number in 0..<25 { store.put("s\(number)", port: 80) }
        try await TestServer.run { request, answer in
            if request.query["continue"] != nil { return try await answer.reply(410, TestStore.gone) }
            try await store.answer(request, answer)
        } _: { server in
            var limits = ClientLimits()
            limits.listChunk = 10
            try await withClient(server, limits: limits) { client in
                let list = try await client.list(Service.self)
                #expect(list.items.count == 25)
            }
        }
    }
}
