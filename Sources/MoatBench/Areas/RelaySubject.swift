import Foundation

/// One relay that is measured: where it runs, and what the client dials.
struct RelaySubject {
    var name: String
    var network: BenchNetwork
    /// Moat is transparent: its client dials the server itself.
    var address: String
    /// What relays; nil where packets are forwarded and nothing relays.
    var process: Process?

    /// Runs the load generator in the client to its end.
    func load(_ bench: String, _ mode: String, _ arguments: [String]) throws -> RelayLoad.Result {
        let output = try network.run("client", [bench, "relay-load", mode, address] + arguments)
        let result = try JSONDecoder().decode(RelayLoad.Result.self, from: Data(output.utf8))
        guard result.bytes > 0 else { throw BenchError("nothing came through \(name)") }
        // A figure of connections that failed would not be one of the relay.
        guard result.failures * 100 <= result.connections else {
            throw BenchError("\(result.failures) connections failed through \(name), \(result.connections) did not")
        }
        return result
    }

    /// Resident memory of the program and its workers, in kB, from /proc.
    func residentMemory() throws -> Double {
        guard let number = process?.processIdentifier else { return 0 }
        var total = 0.0
        for number in [number] + BenchNetwork.descendants(of: number) {
            let status = try String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            total += line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0
        }
        return total
    }
}
