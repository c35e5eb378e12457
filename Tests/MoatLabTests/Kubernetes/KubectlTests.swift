import Testing

@testable import MoatLab

/// Every verb that docs/kubernetes-lab.md names, with every kubectl that this machine has.
@Suite struct KubectlTests {
    static let versions = [Kubectl.debian, .installed].compactMap { $0 }

    /// A kubectl and a server for it.
    private struct Scene {
        let kubectl: Kubectl
        let api: APIServerFixture

        /// What it says where it succeeds.
        @discardableResult
        func callAsFunction(
            _ arguments: String..., input: JSONValue? = nil, location: SourceLocation = #_sourceLocation
        ) async throws -> String {
            let result = try await run(arguments, input)
            #expect(
                result.status == 0, "\(arguments.joined(separator: " ")): \(result.error)\(result.output)",
                sourceLocation: location)
            return result.output
        }

        /// What it says where it fails.
        func fails(
            _ arguments: String..., input: JSONValue? = nil, location: SourceLocation = #_sourceLocation
        ) async throws -> String {
            let result = try await run(arguments, input)
            #expect(result.status != 0, "\(result.output)", sourceLocation: location)
            return result.error
        }

        private func run(_ arguments: [String], _ input: JSONValue?) async throws -> Command.Result {
            let text = input.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
            return try await BlockingCall.run { [kubectl, api] in
                try kubectl.run(arguments, kubeconfig: api.kubeconfig, input: text, timeLimit: .seconds(300))
            }
        }
    }

    private static func with(_ kubectl: Kubectl, _ body: (Scene) async throws -> Void) async throws {
        try await APIServerFixture.with { api in
            try api.server.update(
                pods: [APIFixture.pod("a"), APIFixture.pod("bb")], nodes: [APIFixture.node()])
            try await body(Scene(kubectl: kubectl, api: api))
        }
    }

    private static func service(_ spec: JSONValue = [:], labels: JSONValue = [:]) -> JSONValue {
        var service = APIFixture.service("web", ["selector": ["app": "web"], "type": "LoadBalancer"])
        for (key, value) in spec.object ?? [:] { service[["spec", key]] = value }
        if service[["spec", "ports"]] == nil {
            service[["spec", "ports"]] = [["name": "http", "port": 80, "targetPort": "http"]]
        }
        service[["metadata", "labels"]] = labels
        return service
    }

    @Test(.enabled(if: Kubectl.debian != nil, "scripts/install-dependencies.sh test fetches Debian's kubectl"))
    func debiansIsTried() {
        #expect(Kubectl.debian.map { $0.minorVersion < Kubectl.current } == true)
    }

    @Test(.enabled(if: Kubectl.installed != nil, "this machine has no kubectl of 1.28 or later"))
    func aCurrentOneIsTried() {
        #expect(Kubectl.installed.map { $0.minorVersion >= Kubectl.current } == true)
    }

    @Test(arguments: versions) func whatIsServedIsKnown(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            #expect(try await kubectl("version").contains("v1.32.0+moat-lab"))
            let resources = try await kubectl("api-resources", "-o", "name")
            for kind in APIKind.all { #expect(resources.contains("\(kind.qualifiedPlural)\n")) }
            #expect(try await kubectl("explain", "service.spec.ports").contains("targetPort"))
            #expect(try await kubectl("get", "--raw", "/readyz") == "ok")
            #expect(try await kubectl.fails("get", "widgets").contains("the server doesn't have a resource type"))
        }
    }

    @Test(arguments: versions) func objectsAreShown(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            try await kubectl("create", "-f", "-", input: Self.service(labels: ["x": "y"]))
            let wide = try await kubectl("get", "svc", "-o", "wide")
            #expect(wide.contains("web    LoadBalancer   10.96.0.11   <pending>     80:30000/TCP"))
            #expect(wide.contains("app=web"))
            #expect(try await kubectl("get", "svc", "-A", "-o", "name") == "service/web\n")
            #expect(try await kubectl("get", "svc", "web", "-o", "jsonpath={.spec.clusterIP}") == "10.96.0.11")
            #expect(
                try await kubectl("get", "svc", "web", "-o", "yaml").contains("\n  externalTrafficPolicy: Cluster\n"))
            #expect(try await kubectl("get", "svc", "-o", "json").contains("\"kind\": \"List\""))
            #expect(try await kubectl("get", "svc", "-l", "x=z", "-o", "name") == "")
            #expect(try await kubectl("get", "svc", "-l", "x in (y)", "-o", "name") == "service/web\n")
            #expect(
                try await kubectl("get", "svc", "--field-selector", "metadata.name=web", "-o", "name")
                    == "service/web\n")
            #expect(try await kubectl("get", "pods", "-o", "wide").contains("1/1     Running"))
            #expect(try await kubectl("get", "all", "-A").contains("pod/bb"))
            #expect(try await kubectl("get", "nodes").contains("Ready"))
            #expect(
                try await kubectl("get", "nodes", "--field-selector", "spec.unschedulable=false", "-o", "name")
                    == "node/n1\n")
            #expect(
                try await kubectl.fails("get", "svc", "-l", "a/b/c=d").contains(
                    "Invalid value: \"a/b/c\": a qualified name"))
            #expect(try await kubectl("get", "endpointslices").contains("10.0.5.5,10.0.5.6"))
            #expect(try await kubectl("describe", "svc", "web").contains("LoadBalancer"))
            #expect(try await kubectl("describe", "pod", "a").contains("moat-responder"))
            #expect(try await kubectl("describe", "node", "n1").contains("InternalIP:  10.0.5.4"))
        }
    }

    @Test(arguments: versions) func objectsAreAppliedAtTheClient(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            #expect(
                try await kubectl("apply", "-f", "-", input: Self.service(labels: ["x": "y"]))
                    == "service/web created\n")
            #expect(
                try await kubectl("apply", "-f", "-", input: Self.service(labels: ["x": "y"]))
                    == "service/web unchanged\n")
            #expect(try await kubectl.fails("diff", "-f", "-", input: Self.service(labels: ["x": "z"])) == "")
            #expect(try await kubectl("apply", "-f", "-", input: Self.service()) == "service/web configured\n")
            #expect(try await kubectl("get", "svc", "web", "-o", "jsonpath={.metadata.labels}") == "")
            #expect(try await kubectl("diff", "-f", "-", input: Self.service()) == "")
            let dry = try await kubectl("apply", "--dry-run=server", "-f", "-", input: Self.service(labels: ["x": "y"]))
            #expect(dry == "service/web configured (server dry run)\n")
            let error = try await kubectl.fails("apply", "-f", "-", input: Self.service(["foo": 1]))
            #expect(error.contains("unknown field") && error.contains("foo"))
            #expect(try await kubectl("delete", "-f", "-", input: Self.service()) == "service \"web\" deleted\n")
        }
    }

    @Test(arguments: versions) func objectsAreAppliedAtTheServer(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            let first = Self.service()
            let second = Self.service(["ports": [["name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080]]])
            try await kubectl("apply", "--server-side", "--field-manager=alice", "-f", "-", input: first)
            let error = try await kubectl.fails(
                "apply", "--server-side", "--field-manager=bob", "-f", "-", input: second)
            #expect(
                error.contains(
                    "Apply failed with 1 conflict: conflict with \"alice\": "
                        + ".spec.ports[port=80,protocol=\"TCP\"].targetPort"))
            #expect(
                try await kubectl(
                    "apply", "--server-side", "--force-conflicts", "--field-manager=bob", "-f", "-", input: second)
                    == "service/web serverside-applied\n")
            #expect(try await kubectl("get", "svc", "web", "-o", "jsonpath={.spec.ports[0].targetPort}") == "8080")
            let twice = Self.service(["ports": [["name": "a", "port": 80], ["name": "b", "port": 80]]])
            #expect(
                try await kubectl.fails("apply", "--server-side", "--field-manager=bob", "-f", "-", input: twice)
                    .contains(
                        "failed to create typed patch object (default/web; /v1, Kind=Service): .spec.ports: "
                            + "duplicate entries for key [port=80,protocol=\"TCP\"]"))
        }
    }

    @Test(arguments: versions) func objectsAreChanged(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            try await kubectl("create", "-f", "-", input: Self.service())
            try await kubectl("label", "svc", "web", "x=y")
            try await kubectl("annotate", "svc", "web", "moat.dev/a=b")
            try await kubectl("patch", "svc", "web", "-p", #"{"spec":{"ports":[{"port":443,"name":"https"}]}}"#)
            try await kubectl(
                "patch", "svc", "web", "--type=merge", "-p", #"{"metadata":{"annotations":{"moat.dev/a":null}}}"#)
            try await kubectl(
                "patch", "svc", "web", "--type=json", "-p",
                #"[{"op":"replace","path":"/metadata/labels/x","value":"z"}]"#)
            let copies = (0..<40).map { #"{"op":"copy","from":"/spec","path":"/spec/\#($0)"}"# }
            #expect(
                try await kubectl.fails(
                    "patch", "svc", "web", "--type=json", "-p", "[\(copies.joined(separator: ","))]"
                ).contains("the accumulated size increase of copy is"))
            let path = "jsonpath={.metadata.labels.x} {.spec.ports[*].port} {.metadata.annotations}"
            #expect(try await kubectl("get", "svc", "web", "-o", path) == "z 80 443 ")
            try await kubectl("label", "svc", "web", "x-")
            let text = try await kubectl("get", "svc", "web", "-o", "json")
            var object = try JSONParser.parse(Array(text.utf8)).value
            object[["metadata", "labels"]] = ["from": "replace"]
            try await kubectl("replace", "-f", "-", input: object)
            #expect(
                try await kubectl.fails("replace", "-f", "-", input: object).contains(
                    "Operation cannot be fulfilled on services \"web\": the object has been modified"))
            #expect(try await kubectl("get", "svc", "web", "-o", "jsonpath={.metadata.labels.from}") == "replace")
            let editor = "\(kubectl.api.folder)/editor"
            try FileSystem.write("#!/bin/sh\nsed -i s/from:/edited:/ \"$1\"\n", to: editor)
            try #require(try Command(["chmod", "755", editor]).run().status == 0)
            let edited = try Command(
                [
                    "env", "KUBE_EDITOR=\(editor)", kubectl.kubectl.path, "--kubeconfig", kubectl.api.kubeconfig,
                    "edit",
                    "svc", "web",
                ], timeLimit: .seconds(300)
            ).run()
            #expect(edited.status == 0, "\(edited.error)")
            #expect(try await kubectl("get", "svc", "web", "-o", "jsonpath={.metadata.labels.edited}") == "replace")
        }
    }

    @Test(arguments: versions) func kindsAreMadeByName(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            try await kubectl("create", "namespace", "demo")
            try await kubectl("create", "service", "clusterip", "c", "--tcp=80:8080", "-n", "demo")
            try await kubectl("create", "configmap", "m", "--from-literal=a=b", "-n", "demo")
            try await kubectl("create", "secret", "generic", "s", "--from-literal=a=b", "-n", "demo")
            try await kubectl("create", "ingress", "i", "--class=moat", "--rule=a.example/x*=c:80", "-n", "demo")
            try await kubectl("create", "serviceaccount", "sa", "-n", "demo")
            try await kubectl("create", "role", "r", "--verb=get", "--resource=pods", "-n", "demo")
            try await kubectl("create", "rolebinding", "rb", "--role=r", "--serviceaccount=demo:sa", "-n", "demo")
            #expect(try await kubectl("get", "secret", "s", "-n", "demo", "-o", "jsonpath={.data.a}") == "Yg==")
            let path = "jsonpath={.spec.ingressClassName} {.spec.rules[0].host} {.spec.rules[0].http.paths[0].pathType}"
            #expect(try await kubectl("get", "ing", "i", "-n", "demo", "-o", path) == "moat a.example Prefix")
            #expect(try await kubectl("get", "role,rolebinding,sa,ing,cm,secret,svc", "-n", "demo").contains("Role/r"))
            #expect(
                try await kubectl.fails("create", "deployment", "d", "--image=nginx", "-n", "demo")
                    .contains("a lab runs no containers"))
            #expect(try await kubectl.fails("run", "p", "--image=nginx").contains("no container runtime"))
            #expect(
                try await kubectl.fails("create", "namespace", "demo").contains("namespaces \"demo\" already exists"))
            #expect(try await kubectl("delete", "ns", "demo") == "namespace \"demo\" deleted\n")
            #expect(try await kubectl.fails("get", "cm", "m", "-n", "demo").contains("NotFound"))
        }
    }

    @Test(arguments: versions) func wrongObjectsAreRefusedAsKubernetesDoes(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            let error = try await kubectl.fails(
                "create", "-f", "-", input: Self.service(["ports": [["port": 70_000]]]))
            #expect(
                error.contains("The Service \"web\" is invalid:")
                    && error.contains(
                        "spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive")
            )
            var named = Self.service()
            named[["metadata", "name"]] = "Web"
            #expect(
                try await kubectl.fails("create", "-f", "-", input: named).contains(
                    "metadata.name: Invalid value: \"Web\""))
            #expect(
                try await kubectl.fails("get", "svc", "none").contains(
                    "Error from server (NotFound): services \"none\" not found"))
        }
    }

    @Test(arguments: versions) func eventsAreShown(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            try await kubectl("create", "-f", "-", input: Self.service())
            let uid = try await kubectl("get", "svc", "web", "-o", "jsonpath={.metadata.uid}")
            let event: JSONValue = [
                "apiVersion": "v1", "kind": "Event", "metadata": ["name": "web.1"], "type": "Warning",
                "reason": "NoAddress", "message": "the subnet is exhausted", "source": ["component": "moat"],
                "involvedObject": [
                    "kind": "Service", "apiVersion": "v1", "name": "web", "namespace": "default", "uid": .string(uid),
                ], "count": 1, "firstTimestamp": "2026-01-01T00:00:00Z", "lastTimestamp": "2026-01-01T00:00:00Z",
            ]
            try await kubectl("create", "-f", "-", input: event)
            #expect(try await kubectl("describe", "svc", "web").contains("the subnet is exhausted"))
            let selected = try await kubectl("get", "events", "--field-selector", "involvedObject.name=web")
            #expect(selected.contains("NoAddress   service/web   the subnet is exhausted"))
            #expect(
                try await kubectl("get", "events", "--field-selector", "source=moat", "-o", "name") == "event/web.1\n")
            if kubectl.kubectl.minorVersion >= Kubectl.current {
                #expect(try await kubectl("events", "--for", "service/web").contains("NoAddress"))
            }
        }
    }

    @Test(arguments: versions) func oneWaitsAndWatches(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { kubectl in
            let (program, kubeconfig) = (kubectl.kubectl, kubectl.api.kubeconfig)
            try await kubectl("wait", "--for=condition=Ready", "pod/a", "--timeout=240s")
            try await kubectl("create", "-f", "-", input: Self.service())
            let file = "\(kubectl.api.folder)/watched"
            async let watched = BlockingCall.run {
                try Command(
                    [
                        "sh", "-c", "exec timeout 240 \(program.path) --kubeconfig \(kubeconfig) get svc -w > \(file)",
                    ], timeLimit: .seconds(250)
                ).run()
            }
            async let gone = BlockingCall.run {
                try program.run(
                    ["wait", "--for=delete", "svc/web", "--timeout=240s"], kubeconfig: kubeconfig,
                    timeLimit: .seconds(250))
            }
            #expect(try await kubectl.api.shows("web", in: file))
            let status = #"{"status":{"loadBalancer":{"ingress":[{"ip":"10.0.4.4"}]}}}"#
            let patched = try await kubectl.api.curl(
                "/api/v1/namespaces/default/services/web/status", "--request", "PATCH", "--data", status,
                type: APIFixture.merge)
            #expect(patched.output.contains("10.0.4.4"))
            if program.minorVersion >= Kubectl.current {
                try await kubectl("wait", "--for=jsonpath={.status.loadBalancer.ingress[0].ip}=10.0.4.4", "svc/web")
            }
            #expect(try await kubectl.api.shows("10.0.4.4", in: file))
            try await kubectl("delete", "svc", "web")
            #expect(try await gone.status == 0)
            // kubectl ends with its watch.
            kubectl.api.server.cutConnections()
            _ = try await watched
        }
    }

    @Test(arguments: versions) func aPodIsDeleted(kubectl: Kubectl) async throws {
        try await Self.with(kubectl) { (kubectl: Scene) async throws -> Void in
            let (deleted, signal) = AsyncStream<String>.makeStream()
            kubectl.api.server.onPodDeletion { name, namespace in
                signal.yield("\(namespace)/\(name)")
                signal.finish()
            }
            #expect(try await kubectl("delete", "pod", "a") == "pod \"a\" deleted\n")
            for await name in deleted { #expect(name == "default/a") }
            #expect(try await kubectl.fails("get", "pod", "a").contains("NotFound"))
            #expect(try await kubectl("get", "pods", "-o", "name") == "pod/bb\n")
        }
    }
}
