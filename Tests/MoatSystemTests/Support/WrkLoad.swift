import Foundation
import Glibc

@testable import MoatLab

/// Requests by wrk from a host, over connections that are kept, until it is told to stop. Each connection waits
/// a little between them, so that other tests have the machine too.
final class WrkLoad {
    static let isInstalled = access("/usr/bin/wrk", X_OK) == 0

    struct Result: Hashable, CustomStringConvertible {
        var requests = 0
        /// Answers that are no success.
        var refused = 0
        /// Connections that did not come about, ended without an answer, or gave none in time.
        var broken = 0

        var failed: Int { refused + broken }
        var description: String { "\(requests) requests, \(refused) refused, \(broken) broken" }
    }

    private let child: ChildProcess
    private let output: String

    /// - Parameters:
    ///   - url: names the host, also to TLS
    ///   - address: where the host is
    ///   - connections: how many at once
    ///   - host: whose they are
    ///   - folder: takes files
    /// - Throws: an error of the system where it cannot be started
    init(_ url: String, at address: String, connections: Int, from host: NetworkNamespace, in folder: TemporaryFolder)
        throws
    {
        let name = UUID().uuidString
        output = "\(folder.path)/\(name).txt"
        try folder.write(
            """
            function wrk.resolve(host, service) wrk.addrs = wrk.lookup("\(address)", service) end
            function delay() return 10 end

            """,
            to: "\(name).lua")
        let arguments = [
            "/usr/bin/wrk", "--threads", "1", "--connections", "\(connections)", "--duration", "600s", "--timeout",
            "30s", "--script", "\(folder.path)/\(name).lua", url,
        ]
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let file = try Descriptor.open(output, O_WRONLY | O_CREAT)
        defer {
            null.close()
            file.close()
        }
        let numbers = (null.number, file.number)
        child = try host.withNamespace {
            try ChildProcess.spawn(arguments, input: numbers.0, output: numbers.1, error: numbers.1)
        }
    }

    /// Stops, and says how it went.
    func stop() throws -> Result {
        kill(child.pid, SIGINT)
        _ = child.wait()
        let text = try String(contentsOfFile: output, encoding: .utf8)
        var result = Result()
        guard let requests = text.firstMatch(of: /(\d+) requests in/)?.1 else {
            throw SystemTestError("wrk did not run: \(text)")
        }
        result.requests = Int(requests) ?? 0
        result.refused = text.firstMatch(of: /Non-2xx or 3xx responses: (\d+)/).flatMap { Int($0.1) } ?? 0
        if let errors = text.firstMatch(of: /connect (\d+), read (\d+), write (\d+), timeout (\d+)/) {
            result.broken = [errors.1, errors.2, errors.3, errors.4].reduce(0) { $0 + (Int($1) ?? 0) }
        }
        return result
    }

    deinit {
        kill(child.pid, SIGKILL)
    }
}
