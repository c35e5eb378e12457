import Foundation

/// The one rule that sends new flows to the queues, for kernels whose nftables has no
/// `queue` statement: installed with iptables(8) and ip6tables(8) in `mangle PREROUTING`,
/// the same hook and priority. Told by its comment, so that no one else's rule is touched.
public struct IptablesQueueRule: Hashable, Sendable {
    public var interface: String
    public var firstQueue: UInt16
    public var lastQueue: UInt16
    public var markMask: UInt32

    public init(interface: String, firstQueue: UInt16, lastQueue: UInt16, markMask: UInt32) {
        self.interface = interface
        self.firstQueue = firstQueue
        self.lastQueue = lastQueue
        self.markMask = markMask
    }

    static let comment = "moat: new flows are judged"

    /// The rule, as arguments after `-A PREROUTING`.
    public var arguments: [String] {
        var arguments = [
            "-i", interface, "-m", "connmark", "--mark", "0x0/0x\(String(markMask, radix: 16))",
            "-m", "conntrack", "--ctstate", "NEW", "-m", "comment", "--comment", Self.comment, "-j", "NFQUEUE",
        ]
        if firstQueue == lastQueue {
            arguments += ["--queue-num", "\(firstQueue)"]
        } else {
            arguments += ["--queue-balance", "\(firstQueue):\(lastQueue)", "--queue-cpu-fanout"]
        }
        return arguments
    }

    /// Makes these rules the only ones of Moat's. Where they stand already nothing changes,
    /// so a restart opens no gap.
    public static func install(_ rules: [IptablesQueueRule]) throws(KernelError) {
        for tool in ["iptables", "ip6tables"] {
            let present = try rulesOfOurs(tool)
            let wanted = rules.map(\.arguments)
            guard present.count != wanted.count || !wanted.allSatisfy({ stands(tool, $0) }) else { continue }
            for rule in wanted {
                try run(tool, ["-t", "mangle", "-I", "PREROUTING", "1"] + rule)
            }
            for rule in present {
                try run(tool, ["-t", "mangle", "-D"] + rule)
            }
        }
    }

    /// Takes all rules of Moat's away.
    public static func remove() throws(KernelError) {
        for tool in ["iptables", "ip6tables"] {
            for rule in try rulesOfOurs(tool) {
                try run(tool, ["-t", "mangle", "-D"] + rule)
            }
        }
    }

    private static func stands(_ tool: String, _ rule: [String]) -> Bool {
        (try? run(tool, ["-t", "mangle", "-C", "PREROUTING"] + rule)) != nil
    }

    /// Our rules as `-S` prints them, chain first, without `-A`.
    private static func rulesOfOurs(_ tool: String) throws(KernelError) -> [[String]] {
        let listing = try run(tool, ["-t", "mangle", "-S", "PREROUTING"])
        return listing.split(separator: "\n").filter { $0.contains("\"\(comment)\"") }.map { line in
            var words: [String] = []
            for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
                // Every second part stands between quotes: our comment, which has spaces.
                words += index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
            }
            return Array(words.dropFirst())
        }
    }

    @discardableResult
    private static func run(_ tool: String, _ arguments: [String]) throws(KernelError) -> String {
        do {
            let result = try Command.run(tool, ["-w", "5"] + arguments)
            guard result.status == 0 else {
                let reason = result.error.split(separator: "\n").first.map(String.init) ?? "exit code \(result.status)"
                throw KernelError(.refused, "\(tool): \(reason)")
            }
            return result.output
        } catch let error as KernelError {
            throw error
        } catch {
            throw KernelError(.missingFeature, "cannot run \(tool): \(error); install the package iptables")
        }
    }
}
