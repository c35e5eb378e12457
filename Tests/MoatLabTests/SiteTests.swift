import FoundationEssentials
import Glibc
import Testing

@testable import MoatLab

/// A site on the loopback interface, with curl as its client; no root needed.
@Suite struct SiteTests {
    /// A running site and its certificate authority.
    private struct Scene: Sendable {
        let address: String
        let port: UInt16
        let trust: String

        /// curl for `https://name/…`, dialled on the loopback interface.
        func curl(_ name: String, _ path: String, _ options: String..., input: String = "") throws -> Command.Result {
            try Command(
                [
                    "curl", "--silent", "--show-error", "--max-time", "20", "--noproxy", "*", "--cacert",
                    "\(trust)/ca-certificates.crt", "--resolve", "\(name):\(port):\(address)",
                ] + options + ["https://\(name):\(port)\(path)"], input: input, timeLimit: .seconds(30)
            ).run()
        }
    }

    private static func serving(
        names: [String] = ["docker.io", "*.cdn.example"], files: String? = nil,
        _ body: @escaping @Sendable (Scene) throws -> Void
    ) async throws {
        let folder = "/tmp/moat-site-\(UUID().uuidString)"
        defer { try? FileSystem.removeTree(folder) }
        try LabAuthority(now: .now).write(to: "\(folder)/authority", trust: "\(folder)/trust")
        let (address, port) = try TestSocket.freePlace()
        let responder = Responder(
            spec: ResponderSpec(
                host: "registry", addresses: [address],
                services: [LabService(.tcp, port, .site, tls: true, files: files)], names: names,
                authority: "\(folder)/authority"))
        let (ready, signal) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { signal.finish() }
                try await responder.run { signal.yield() }
            }
            var isReady = false
            for await _ in ready {
                isReady = true
                break
            }
            // One that could not begin says why.
            guard isReady else { return try await group.waitForAll() }
            let scene = Scene(address: address, port: port, trust: "\(folder)/trust")
            let result = Result { try body(scene) }
            group.cancelAll()
            try await group.waitForAll()
            try result.get()
        }
    }

    @Test func thePageNamesTheSiteAndTheClient() async throws {
        try await Self.serving { site in
            for version in ["--http1.1", "--http2"] {
                let result = try site.curl("docker.io", "/", version, "--write-out", "%{http_version}")
                #expect(result.output.hasPrefix("docker.io on registry for 127.0.0.1:"), "\(result.error)")
                #expect(result.output.hasSuffix(version == "--http2" ? "\n2" : "\n1.1"))
            }
        }
    }

    @Test func everyNameHasItsOwnCertificate() async throws {
        try await Self.serving { site in
            #expect(try site.curl("a.b.cdn.example", "/").output.hasPrefix("a.b.cdn.example on registry"))
            let stranger = try site.curl("evil.example", "/")
            #expect(stranger.status == 60, "\(stranger.error)")
            // Without the lab's authority nobody is trusted.
            #expect(try site.curl("docker.io", "/", "--cacert", "/etc/ssl/certs/ca-certificates.crt").status == 60)
        }
    }

    @Test func headersAreEchoed() async throws {
        try await Self.serving { site in
            let result = try site.curl("docker.io", "/headers", "--http1.1", "--header", "X-Test: Yes")
            #expect(result.output.hasPrefix("GET /headers HTTP/1.1\nHost: docker.io:\(site.port)\n"))
            #expect(result.output.contains("\nX-Test: Yes\n"))
        }
    }

    @Test func bytesAndSinkAgreeOnEveryByte() async throws {
        try await Self.serving { site in
            let count = 3_000_000
            let file = "/tmp/moat-bytes-\(UUID().uuidString)"
            defer { unlink(file) }
            let hash = SiteBytes.sha256(count: count)
            for version in ["--http1.1", "--http2"] {
                let download = try site.curl("docker.io", "/bytes/\(count)", version, "--output", file)
                #expect(download.status == 0, "\(download.error)")
                #expect(try Command(["sha256sum", file]).run().output.hasPrefix("\(hash) "))
                let upload = try site.curl("docker.io", "/sink", version, "--upload-file", file)
                #expect(upload.output == "\(hash) \(count)\n", "\(upload.error)")
            }
            #expect(try site.curl("docker.io", "/bytes/0", "--write-out", "%{http_code}").output == "200")
            #expect(try site.curl("docker.io", "/bytes/99", "--head").output.contains("ontent-"))
        }
    }

    @Test func anUploadThatAsksFirstIsToldToGoOn() async throws {
        try await Self.serving { site in
            let result = try site.curl(
                "docker.io", "/sink", "--http1.1", "--verbose", "--header", "Expect: 100-continue", "--data", "hello")
            #expect(result.error.contains("100 Continue"))
            #expect(result.output.hasSuffix(" 5\n"))
        }
    }

    @Test func filesAreServed() async throws {
        let folder = "/tmp/moat-files-\(UUID().uuidString)"
        defer { try? FileSystem.removeTree(folder) }
        try FileSystem.makeDirectories("\(folder)/simple/six")
        try FileSystem.write("<a href='six.whl'>six</a>", to: "\(folder)/simple/six/index.html")
        try await Self.serving(files: folder) { site in
            let index = try site.curl("docker.io", "/simple/six/", "--include", "--http1.1")
            #expect(index.output.contains("Content-Type: text/html"))
            #expect(index.output.hasSuffix("six</a>"))
            #expect(try site.curl("docker.io", "/none", "--write-out", "%{http_code}").output.hasSuffix("404"))
            #expect(try site.curl("docker.io", "/headers").output.hasPrefix("GET /headers"))
        }
    }

    @Test func webSocketMessagesComeBack() async throws {
        try await Self.serving { site in
            // A masked text frame "hello", and a masked close frame (RFC 6455, section 5.7).
            let frames = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x5f, 0x9f, 0x4d, 0x51, 0x58, 0x88, 0x80, 1, 2, 3, 4]
            let escaped = frames.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let request =
                "GET /ws HTTP/1.1\\r\\nHost: docker.io\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n"
                + "Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n"
            let script =
                "(printf '\(request)'; sleep 0.3; printf '\(escaped)'; sleep 0.3) | timeout 10 openssl s_client -quiet "
                + "-CAfile \(site.trust)/ca-certificates.crt -servername docker.io -connect \(site.address):\(site.port)"
            let result = try Command(["bash", "-c", script], timeLimit: .seconds(20)).run()
            #expect(result.output.contains("101 Switching Protocols"), "\(result.error)")
            #expect(result.output.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
            #expect(result.output.contains("\u{5}hello"))
        }
    }

    @Test func theSizeOfTheClientHelloIsTold() async throws {
        try await Self.serving { site in
            let result = try site.curl("docker.io", "/", "--head", "--http1.1")
            let line = result.output.split(separator: "\r\n").first { $0.hasPrefix("X-Client-Hello: ") }
            let size = try #require(line.flatMap { Int($0.dropFirst("X-Client-Hello: ".count)) })
            #expect((200...700).contains(size))
        }
    }

    @Test func theAuthorityLiesWhereOpenSSLLooksForIt() async throws {
        try await Self.serving { site in
            let hash = try Command(["openssl", "x509", "-noout", "-hash", "-in", "\(site.trust)/ca-certificates.crt"])
                .run()
            #expect(hash.output == "\(LabAuthority.fileName.dropLast(2))\n")
        }
    }
}
