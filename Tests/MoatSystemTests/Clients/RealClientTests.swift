import Foundation
import MoatLab
import Testing

@testable import MoatLab

extension SystemTests {
    /// Clients as they come, with their default settings, from a pod to sites that application
    /// rules allow.
    @Suite struct RealClientTests {
        @Test func curlSpeaksHTTP1AndHTTP2() throws {
            try SystemLab.with { lab throws in
                let plain = try lab.curl("http://docker.io/headers")
                #expect(plain.status == 200 && plain.version == "1.1", "\(plain)")
                #expect(plain.body.lowercased().contains("x-forwarded-for: 10.0.5.7"), "\(plain)")

                let first = try lab.curl("https://docker.io/", "--http1.1")
                #expect(first.status == 200 && first.version == "1.1", "\(first)")
                let second = try lab.curl("https://docker.io/", "--http2")
                #expect(second.status == 200 && second.version == "2", "\(second)")
                for answer in [first, second] {
                    #expect(answer.body.hasPrefix("docker.io on registry for 198.51.100.10:"), "\(answer)")
                }
                let records = try lab.records(atLeast: 3) {
                    $0["Type"] == "AZFWApplicationRule" && $0["Fqdn"] == "docker.io"
                }
                #expect(records.map { $0["Protocol"] } == ["HTTP", "HTTPS", "HTTPS"])
                #expect(records.allSatisfy { $0.rule == "aks-egress/apps/sites/docker" && $0["Action"] == "Allow" })
            }
        }

        /// curl asks to go on before it sends a large body over HTTP (Expect: 100-continue).
        @Test func curlSendsBodiesWithALengthAndInChunks() throws {
            try SystemLab.with { lab throws in
                let size = 3_000_000
                let folder = try TemporaryFolder()
                let expected = "\(try folder.write(bytes: size, to: "body")) \(size)"
                for scheme in ["http", "https"] {
                    let whole = try lab.curl("\(scheme)://docker.io/sink", "-T", "\(folder.path)/body")
                    #expect(whole.body.trimmingCharacters(in: .newlines) == expected, "\(scheme): \(whole)")
                    let chunked = try lab.curl(
                        "\(scheme)://docker.io/sink", "-T", "\(folder.path)/body", "-H", "Transfer-Encoding: chunked")
                    #expect(
                        chunked.body.trimmingCharacters(in: .newlines) == expected, "\(scheme), chunked: \(chunked)")
                }
            }
        }

        /// With a Python client of few lines, over HTTP and over TLS.
        @Test(arguments: [false, true])
        func webSocketsAreUpgradedAndCarryMessages(tls: Bool) throws {
            try SystemLab.with { lab throws in
                let script = """
                    import base64, os, socket, ssl, struct
                    tls = \(tls ? "True" : "False")
                    s = socket.create_connection(("docker.io", 443 if tls else 80), timeout=20)
                    if tls:
                        s = ssl.create_default_context().wrap_socket(s, server_hostname="docker.io")
                    key = base64.b64encode(os.urandom(16)).decode()
                    s.sendall(("GET /ws HTTP/1.1\\r\\nHost: docker.io\\r\\nUpgrade: websocket\\r\\n"
                        "Connection: Upgrade\\r\\nSec-WebSocket-Key: " + key +
                        "\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n").encode())
                    f = s.makefile("rb")
                    print(f.readline().decode().strip())
                    while f.readline().strip():
                        pass
                    for size in (5, 300, 40000):
                        text = os.urandom(size // 2).hex().encode()
                        mask = os.urandom(4)
                        n = len(text)
                        length = bytes([0x80 | n]) if n < 126 else b"\\xfe" + struct.pack(">H", n)
                        s.sendall(b"\\x82" + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text)))
                        first, n = f.read(2)
                        if n == 126:
                            n, = struct.unpack(">H", f.read(2))
                        print(first == 0x82 and f.read(n) == text)
                    """
                let result = try lab.run(["python3", "-"], on: "app-7", input: script)
                let lines = result.output.split(separator: "\n").map(String.init)
                #expect(lines.first?.hasPrefix("HTTP/1.1 101") == true, "\(result)")
                #expect(lines.dropFirst() == ["True", "True", "True"], "\(result)")
            }
        }

        @Test func opensslConnects() throws {
            try SystemLab.with { lab throws in
                let result = try lab.run(
                    ["openssl", "s_client", "-quiet", "-verify_return_error", "-connect", "docker.io:443"], on: "app-7",
                    input: "GET / HTTP/1.0\r\nHost: docker.io\r\n\r\n")
                #expect(result.status == 0, "\(result)")
                #expect(result.output.contains("docker.io on registry for 198.51.100.10:"), "\(result)")
            }
        }

        @Test func pythonFetchesAndPosts() throws {
            try SystemLab.with { lab throws in
                let script = """
                    import urllib.request
                    for scheme in ("http", "https"):
                        print(urllib.request.urlopen(scheme + "://docker.io/", timeout=20).read().decode(), end="")
                        print(urllib.request.urlopen(scheme + "://docker.io/sink", data=b"hello", timeout=20).read().decode(), end="")
                    """
                let result = try lab.run(["python3", "-"], on: "app-7", input: script)
                let lines = result.output.split(separator: "\n").map(String.init)
                let sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 5"
                #expect(lines.count == 4, "\(result)")
                guard lines.count == 4 else { return }
                #expect(lines[0].hasPrefix("docker.io on registry for") && lines[2].hasPrefix("docker.io on registry"))
                #expect(lines[1] == sum && lines[3] == sum)
            }
        }

        @Test(.enabled(if: Program.path(of: "node") != nil, "there is no Node on this machine"))
        func nodeFetchesAndPosts() throws {
            try SystemLab.with { lab throws in
                let script = """
                    (async () => {
                      for (const scheme of ['http', 'https']) {
                        const page = await fetch(scheme + '://docker.io/');
                        console.log(page.status, (await page.text()).trim());
                        const sum = await fetch(scheme + '://docker.io/sink', { method: 'POST', body: 'hello' });
                        console.log(sum.status, (await sum.text()).trim());
                      }
                    })();
                    """
                let result = try lab.run(["node", "-e", script], on: "app-7")
                let lines = result.output.split(separator: "\n").map(String.init)
                let sum = "200 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 5"
                #expect(lines.count == 4, "\(result)")
                guard lines.count == 4 else { return }
                #expect(
                    lines[0].hasPrefix("200 docker.io on registry") && lines[2].hasPrefix("200 docker.io on registry"))
                #expect(lines[1] == sum && lines[3] == sum)
            }
        }
    }
}
