import Foundation

/// Processes of nginx that work in a folder, also those whose master was killed: workers go on without it,
/// and hold the ports that a new one needs.
struct NginxOrphans {
    let folder: String

    /// The numbers of the processes that are there now.
    func find() -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            // The link of a process that ends, or is another's, cannot be read.
            guard let directory = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd"),
                directory == folder,
                let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
            else { return false }
            return name.hasPrefix("nginx")
        }
    }

    /// Ends them, and returns when they are gone.
    ///
    /// - Throws: `IngressRuntimeError` where they stay
    func end(within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            let found = find()
            if found.isEmpty { return }
            guard ContinuousClock.now < deadline else {
                throw IngressRuntimeError(
                    .notStarted,
                    "another nginx works in \(folder) and cannot be ended: processes \(found.map(String.init).joined(separator: ", "))"
                )
            }
            for pid in found { kill(pid, SIGKILL) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
