import Foundation
import MoatLab

/// A real nginx that runs a configuration in a folder of its own.
final class NginxProcess: Sendable {
    static let program = "/usr/sbin/nginx"
    static let isInstalled = [
        program, "/usr/lib/nginx/modules/ngx_http_lua_module.so",
        "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so", "/usr/share/modsecurity-crs/rules",
    ].allSatisfy { FileManager.default.fileExists(atPath: $0) }
    /// Says why tests are skipped.
    static let missing =
        "nginx, libnginx-mod-http-lua, libnginx-mod-http-modsecurity or modsecurity-crs is missing; scripts/install-dependencies.sh run"

    /// Directives of http, by which a configuration keeps its temporary files in its own folder.
    static let temporaryPaths = """
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; scgi_temp_path scgi; \
        uwsgi_temp_path uwsgi;
        """

    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    let directory: String

    /// Makes the directory where it is not there; workers may pass it.
    init(directory: String) throws {
        self.directory = directory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        guard chmod(directory, 0o755) == 0 else { throw Failed(description: "cannot open \(directory) to workers") }
    }

    func write(_ files: [String: String]) throws {
        for (path, text) in files {
            let url = URL(fileURLWithPath: directory).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    /// What nginx says of the configuration in the folder; nil where it takes it.
    func check() async throws -> String? {
        let result = try await run(["-t"])
        return result.status == 0 ? nil : result.error
    }

    /// Returns when it listens.
    func start() async throws {
        let result = try await run(["-g", "daemon on;"])
        guard result.status == 0 else { throw Failed(description: "nginx does not start: \(result.error)") }
    }

    /// It ends what it has begun, so that all that it logs is written when this returns.
    func stop() async throws {
        guard let pid = pid else { return }
        kill(pid, SIGQUIT)
        try await wait(until: { kill(pid, 0) != 0 }, "nginx \(pid) does not end")
    }

    func remove() async {
        if let pid {
            kill(pid, SIGTERM)
            try? await wait(until: { kill(pid, 0) != 0 }, "nginx \(pid) does not end")
        }
        try? FileManager.default.removeItem(atPath: directory)
    }

    func signal(_ signal: Int32) {
        if let pid { kill(pid, signal) }
    }

    func text(of file: String) -> String {
        FileManager.default.contents(atPath: "\(directory)/\(file)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The workers that there are, those included that only end what they have begun.
    var workers: Set<pid_t> {
        guard let pid, let text = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        else { return [] }
        return Set(text.split(separator: " ").compactMap { pid_t($0) })
    }

    private var pid: pid_t? {
        guard let text = try? String(contentsOfFile: "\(directory)/nginx.pid", encoding: .utf8) else { return nil }
        return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func wait(until isSo: () async throws -> Bool, _ otherwise: String) async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while !(try await isSo()) {
            guard ContinuousClock.now < deadline else { throw Failed(description: otherwise) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func run(_ arguments: [String]) async throws -> Command.Result {
        let command = Command(
            [Self.program, "-p", directory, "-c", "\(directory)/nginx.conf", "-e", "\(directory)/error.log"]
                + arguments,
            timeLimit: .seconds(120))
        // It waits, which the cooperative pool must not.
        return try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try command.run() }) }
            thread.start()
        }
    }
}
