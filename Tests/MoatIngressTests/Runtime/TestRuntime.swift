import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

@testable import MoatIngress

/// A real nginx in a folder of its own, with configurations that answer as those of the controller do.
struct TestRuntime {
    static let isPossible = access(NginxProgram().path, X_OK) == 0

    let directory: RuntimeDirectory
    let runtime: NginxRuntime
    let client = HTTPClient(eventLoopGroupProvider: .singleton)
    private let task: Task<Void, Never>

    init() throws {
        directory = try RuntimeDirectory(path: "/tmp/moat-ingress-\(UUID().uuidString.prefix(8).lowercased())")
        var times = NginxTimes()
        times.betweenReloads = .zero
        let runtime = NginxRuntime(
            directory, client: client, times: times, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        self.runtime = runtime
        task = Task { await runtime.run() }
    }

    func close() async throws {
        task.cancel()
        await task.value
        try await client.shutdown()
        try FileManager.default.removeItem(atPath: directory.path)
    }

    /// A configuration that answers with a text at `web.sock`, and takes tables.
    func setup(_ generation: UInt64, answer: String = "hello", tables: String = "{}", broken: String = "") -> NginxSetup
    {
        let path = directory.path
        return NginxSetup(
            generation: generation,
            files: [
                NginxSetup.mainFile: """
                user \(RuntimeDirectory.workerUser);
                pid nginx.pid;
                error_log stderr;
                worker_processes 2;
                worker_shutdown_timeout 10s;
                events {}
                http {
                    include answers/*.conf;
                    access_log \(directory.accessLog);
                    \(NginxProcess.temporaryPaths)
                    server {
                        listen unix:\(path)/control.sock;
                        location = /state { return 200 '{"generation": \(generation)}'; }
                        location = /tables {
                            if ($arg_generation = "") { return 400; }
                            return 204;
                        }
                    }
                    server {
                        listen unix:\(path)/web.sock;
                        location / { return 200 "$moat_answer"; }
                    }
                    \(broken)
                }
                """,
                "answers/answer.conf": "map $uri $moat_answer { default \"\(answer)\"; }\n",
            ], tables: Data(tables.utf8))
    }

    func ask(_ target: String = "/") async throws -> String {
        let url = URL(httpURLWithSocketPath: directory.path + "/web.sock", uri: target)
        var request = HTTPClientRequest(url: url?.absoluteString ?? "")
        request.headers.add(name: "host", value: "localhost")
        request.headers.add(name: "connection", value: "close")
        let response = try await client.execute(request, timeout: .seconds(60))
        return String(buffer: try await response.body.collect(upTo: 1024))
    }
}
