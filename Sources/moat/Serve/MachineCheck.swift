import Foundation
import MoatKernel

/// What a machine must have before `moat serve` can do anything with it.
enum MachineCheck {
    /// CAP_NET_ADMIN (capabilities(7)).
    private static let networkAdministration = 12

    /// - Throws: `CommandFailure` with what is missing and how to get it.
    static func check(interfaces: [String]) throws {
        guard let capabilities = effectiveCapabilities, capabilities & (1 << networkAdministration) != 0 else {
            throw CommandFailure(
                .cannot,
                """
                moat serve needs CAP_NET_ADMIN to work with netfilter; it has not got it
                run it as root, or give the capability in its service unit (AmbientCapabilities=CAP_NET_ADMIN)
                """)
        }
        for interface in interfaces where if_nametoindex(interface) == 0 {
            let known = NetworkInterfaces.names().sorted().joined(separator: ", ")
            throw CommandFailure(
                .cannot, "there is no interface \(interface)\(known.isEmpty ? "" : "; this machine has \(known)")")
        }
    }

    /// `CapEff` of this process (proc(5)).
    private static var effectiveCapabilities: UInt64? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("CapEff:") })
        else { return nil }
        return UInt64(line.dropFirst("CapEff:".count).trimmingCharacters(in: .whitespaces), radix: 16)
    }
}
