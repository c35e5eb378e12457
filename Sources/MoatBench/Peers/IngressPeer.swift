import Foundation
import MoatLab

/// An nginx that is configured by hand.
struct IngressPeer {
    static let workers = 2
    static let applicationPort = 18_100
    static let proxyPort = 18_090

    private let process: Process
    private let directory: URL

    /// What requests are led to.
    static func application() throws -> IngressPeer {
        try IngressPeer(
            "application", port: applicationPort,
            """
            access_log off;
            keepalive_requests 1000000;
            server {
                listen 127.0.0.1:\(applicationPort);
                location / { return 200 "hello"; }
            }
            """)
    }

    /// What leads there, for the same host and paths as the first Ingress.
    static func proxy(hasWAF: Bool) throws -> IngressPeer {
        let location =
            "proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection \"\"; "
            + "proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; "
            + "proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Request-ID $request_id;"
        return try IngressPeer(
            "proxy", port: proxyPort,
            """
            access_log @/access.log;
            keepalive_requests 1000000;
            upstream app { server 127.0.0.1:\(applicationPort); keepalive 64; keepalive_requests 1000000; }
            \(hasWAF ? "modsecurity on; modsecurity_rules_file @/rules.conf;" : "")
            server {
                listen 127.0.0.1:\(proxyPort) reuseport;
                server_name \(IngressSubject.host(0));
                location / { \(location) }
                location /cart { \(location) }
                location /api/v1 { \(location) }
            }
            """)
    }

    private static let rules = """
        Include /etc/nginx/modsecurity.conf
        SecRuleEngine On
        SecAuditLog @/audit.log
        SecResponseBodyAccess Off
        Include /etc/modsecurity/crs/crs-setup.conf
        Include /usr/share/modsecurity-crs/rules/*.conf
        """

    private init(_ name: String, port: Int, _ text: String) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-ingress-\(name)")
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let main = """
            load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;
            user www-data;
            worker_processes \(Self.workers);
            pid @/nginx.pid;
            events { worker_connections 8192; }
            http {
            \(text)
            }
            """
        for (file, text) in ["nginx.conf": main, "rules.conf": Self.rules] {
            let text = text.replacingOccurrences(of: "@/", with: directory.path + "/")
            try Data(text.utf8).write(to: directory.appendingPathComponent(file))
        }
        let log = directory.appendingPathComponent("log")
        try Data().write(to: log)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/nginx")
        process.arguments = [
            "-p", directory.path, "-c", directory.appendingPathComponent("nginx.conf").path, "-e", "stderr", "-g",
            "daemon off;",
        ]
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        for _ in 0..<400 {
            if !process.isRunning { break }
            if try Command(["ss", "-Hltn", "sport", "=", ":\(port)"]).run().output.isEmpty == false { return }
            usleep(50_000)
        }
        end()
        throw BenchError("nginx by hand did not come up: \((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
    }

    func end() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}
