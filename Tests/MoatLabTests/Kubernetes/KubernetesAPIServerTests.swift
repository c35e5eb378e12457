import FoundationEssentials
import Glibc
import MoatModel
import Testing

@testable import MoatLab

/// The server on its connections, with curl.
@Suite struct KubernetesAPIServerTests {
    private static let maps = "/api/v1/namespaces/default/configmaps"

    /// The types of a stream's events, and what is in them.
    private static func events(_ output: String) throws -> [(type: String, object: JSONValue)] {
        try output.split(separator: "\n").map { line in
            let value = try JSONParser.parse(Array(line.utf8)).value
            return (value["type"]?.string ?? "", value["object"] ?? .null)
        }
    }

    @Test func strangersAreTurnedAway() async throws {
        try await APIServerFixture.with { api in
            let stranger = try await api.curl(
                "/api", "--header", "Authorization: Bearer wrong", "--write-out", "%{http_code}")
            #expect(stranger.output.hasSuffix("401"))
            #expect(stranger.output.contains("\"reason\":\"Unauthorized\""))
            #expect(try await api.curl("/readyz", "--header", "Authorization:").output == "ok")
            // Nobody trusts the server but who trusts the lab.
            let other = try await api.curl("/api", "--cacert", "/etc/ssl/certs/ca-certificates.crt")
            #expect(other.status == 60, "\(other.error)")
        }
    }

    @Test func theKubeconfigIsPrivate() async throws {
        try await APIServerFixture.with { api in
            var status = stat()
            #expect(lstat(api.kubeconfig, &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o600)
        }
    }

    @Test func aConnectionIsKept() async throws {
        try await APIServerFixture.with { api in
            let again = "https://127.0.0.1:\(api.port)/version"
            let result = try await api.curl(
                "/version", again, "--output", "/dev/null", "--output", "/dev/null", "--write-out", "%{num_connects} ")
            #expect(result.output == "1 0 ", "\(result.error)")
        }
    }

    @Test func largeBodiesAreRefused() async throws {
        try await APIServerFixture.with { api in
            let file = "\(api.folder)/large"
            try FileSystem.write(String(repeating: "x", count: APIConnection.bodyLimit + 1), to: file)
            let result = try await api.curl(Self.maps, "--data-binary", "@\(file)", "--write-out", "%{http_code}")
            #expect(result.output.hasSuffix("413"), "\(result.error)")
        }
    }

    @Test func aWatchTellsWhatHappens() async throws {
        try await APIServerFixture.with { api in
            try await api.makeConfigMap("a")
            let version = api.server.front.service.store.version
            let file = "\(api.folder)/stream"
            async let watched = api.curl(
                "\(Self.maps)?watch=1&resourceVersion=\(version)&timeoutSeconds=240&allowWatchBookmarks=1",
                "--output", file)
            try await api.makeConfigMap("b")
            #expect(try await api.shows("ADDED", in: file))
            _ = try await api.curl("\(Self.maps)/a", "--request", "DELETE")
            #expect(try await api.shows("DELETED", in: file))
            api.server.cutConnections()
            _ = try await watched
            let events = try Self.events(FileSystem.readText(file))
            #expect(events.map(\.type) == ["ADDED", "DELETED"])
            #expect(events.map { $0.object[["metadata", "name"]] } == ["b", "a"])
        }
    }

    @Test func aWatchFromNowBeginsWithAllObjects() async throws {
        try await APIServerFixture.with { api in
            try await api.makeConfigMap("a")
            let stream = try await api.curl(
                "\(Self.maps)?watch=1&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true"
                    + "&resourceVersionMatch=NotOlderThan")
            let events = try Self.events(stream.output)
            #expect(events.map(\.type) == ["ADDED", "BOOKMARK"])
            #expect(events.last?.object[["metadata", "annotations", "k8s.io/initial-events-end"]] == "true")
        }
    }

    @Test func whatIsForgottenIsGone() async throws {
        try await APIServerFixture.with { api in
            try await api.makeConfigMap("a")
            api.server.compact()
            let stream = try await api.curl("\(Self.maps)?watch=1&resourceVersion=1")
            let events = try Self.events(stream.output)
            #expect(events.map(\.type) == ["ERROR"])
            #expect(events.first?.object["code"] == 410)
            #expect(events.first?.object["reason"] == "Expired")
        }
    }

    @Test func faultsAreAsChosen() async throws {
        try await APIServerFixture.with { api in
            var faults = APIFaults()
            faults.watchLifetime = .milliseconds(300)
            api.server.faults = faults
            // Cut in the middle: curl sees an end without the last chunk.
            #expect(try await api.curl("\(Self.maps)?watch=1&timeoutSeconds=30").status != 0)
            faults = APIFaults()
            faults.delay = .milliseconds(300)
            api.server.faults = faults
            let slow = try await api.curl("/version", "--output", "/dev/null", "--write-out", "%{time_total}")
            #expect((Double(slow.output) ?? 0) >= 0.3)
            faults = APIFaults()
            faults.expiresVersions = true
            api.server.faults = faults
            let list = try await api.curl("\(Self.maps)?resourceVersion=1", "--write-out", "%{http_code}")
            #expect(list.output.hasSuffix("410"))
            #expect(try await api.curl("\(Self.maps)?watch=1&resourceVersion=1").output.contains("\"code\":410"))
            faults = APIFaults()
            faults.status = 503
            api.server.faults = faults
            #expect(try await api.curl("/version", "--write-out", "%{http_code}").output.hasSuffix("503"))
            faults = APIFaults()
            faults.refusesConnections = true
            api.server.faults = faults
            #expect(try await api.curl("/version").status != 0)
            api.server.faults = APIFaults()
            #expect(try await api.curl("/version").status == 0)
        }
    }

    @Test func objectsOutliveTheServer() async throws {
        let folder = "/tmp/moat-api-\(UUID().uuidString)"
        defer { try? FileSystem.removeTree(folder) }
        try FileSystem.makeDirectories(folder)
        try await APIServerFixture.serving(folder, snapshot: true) { try await $0.makeConfigMap("a") }
        try await APIServerFixture.serving(folder, snapshot: true) { api in
            #expect(try await api.curl("\(Self.maps)/a").output.contains("\"name\":\"a\""))
            try await api.makeConfigMap("b")
        }
        var status = stat()
        #expect(lstat("\(folder)/objects.json", &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o600)
    }

    @Test func socketsOfOthersAreServed() async throws {
        let folder = "/tmp/moat-api-\(UUID().uuidString)"
        defer { try? FileSystem.removeTree(folder) }
        let socket = try TestSocket.listener(at: "127.0.0.1", port: 0)
        let port = try socket.localPort()
        let address = try #require(IPAddress("127.0.0.1"))
        let server = try await KubernetesAPIServer.start(.init(addresses: [address]), sockets: [socket.number])
        #expect(server.port == port)
        let probe = Command([
            "curl", "--silent", "--insecure", "--max-time", "20", "https://127.0.0.1:\(port)/livez",
        ])
        let health = try await BlockingCall.run { try probe.run() }
        #expect(health.output == "ok")
        try await server.stop()
    }
}
