import Foundation

/// Another program that does in the gateway what Moat does, with its configuration.
struct Peer {
    var name: String
    /// Written to its directory before it starts.
    var files: [String: String]
    /// The program and its arguments; `@/` stands for the directory.
    var arguments: [String]
    /// Of nftables, loaded in the gateway before it starts.
    var ruleset = ""
    /// Commands for the gateway before it starts.
    var preparation: [[String]] = []

    private var directory: URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-peer-\(name)")
    }

    /// Starts it in the gateway and waits until it listens.
    /// - Returns: what runs
    func start(in network: BenchNetwork, port: UInt16, listening socket: String = "-t") throws -> Process {
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, text) in files {
            let text = text.replacingOccurrences(of: "@/", with: directory.path + "/")
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        if !ruleset.isEmpty { try network.run("gateway", ["nft", "-f", "-"], input: ruleset) }
        for command in preparation { try network.run("gateway", command) }
        let log = directory.appendingPathComponent("log")
        let process = try network.start(
            "gateway", arguments.map { $0.replacingOccurrences(of: "@/", with: directory.path + "/") }, log: log,
            isForeign: true)
        for _ in 0..<200 {
            guard process.isRunning else { break }
            let sockets = try network.run("gateway", ["ss", "-Hln", socket, "sport", "=", ":\(port)"])
            if !sockets.isEmpty { return process }
            usleep(50_000)
        }
        let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw BenchError("\(name) did not come up: \(said.suffix(1000))")
    }

    func removeFiles() {
        try? FileManager.default.removeItem(at: directory)
    }
}
