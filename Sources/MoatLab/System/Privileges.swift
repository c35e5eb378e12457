import Glibc

/// Whether this process may and can build labs here. Touches nothing.
enum Privileges {
    /// - Throws: `LabError` with code `cannot`.
    static func require() throws {
        guard let effective = effectiveCapabilities() else {
            throw LabError(.cannot, "labs need Linux with /proc mounted")
        }
        let needed: [(name: String, bit: UInt64)] = [("CAP_NET_ADMIN", 12), ("CAP_SYS_ADMIN", 21)]
        let missing = needed.filter { effective & 1 << $0.bit == 0 }.map(\.name)
        guard missing.isEmpty else {
            throw LabError(
                .cannot,
                """
                a lab is made of network namespaces, which needs root (\(missing.joined(separator: ", ")))
                    run it with sudo; in a container, start that with --privileged
                """)
        }
        guard Program.path(of: "ip") != nil else {
            throw LabError(.cannot, "the program 'ip' is missing\n    install it: apt-get install iproute2")
        }
    }

    /// Tries each kernel feature that a lab is made of in a namespace that goes away with
    /// the thread that made it.
    /// - Throws: `LabError` with code `cannot` that names those that are missing.
    static func requireKernelFeatures(ipv6: Bool) throws {
        var probes: [(feature: String, arguments: [String])] = [
            ("veth pairs (CONFIG_VETH)", ["link", "add", "probe0", "type", "veth", "peer", "name", "probe1"]),
            ("bridges (CONFIG_BRIDGE)", ["link", "add", "probe2", "type", "bridge"]),
            ("policy routing (CONFIG_IP_MULTIPLE_TABLES)", ["rule", "add", "iif", "lo", "lookup", "101"]),
        ]
        if ipv6 {
            probes.append(
                (
                    "IPv6 policy routing (CONFIG_IPV6_MULTIPLE_TABLES)",
                    ["-6", "rule", "add", "iif", "lo", "lookup", "101"]
                ))
        }
        let list = probes
        let missing: [String]
        do {
            missing = try NetworkNamespace.withTemporary {
                try list.filter { try Command(["ip"] + $0.arguments).run().status != 0 }.map(\.feature)
            }
        } catch let error as SystemError where error.code == EPERM || error.code == EINVAL || error.code == ENOSYS {
            throw LabError(.cannot, "this kernel or container does not allow network namespaces: \(error)")
        }
        guard missing.isEmpty else {
            throw LabError(
                .cannot,
                "this kernel lacks \(missing.joined(separator: ", "))\n    a lab needs it, built in or as a module")
        }
    }

    private static func effectiveCapabilities() -> UInt64? {
        let status = try? FileSystem.readText("/proc/self/status")
        let line = status?.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        return line.flatMap { UInt64($0.dropFirst("CapEff:".count).drop { $0 == "\t" || $0 == " " }, radix: 16) }
    }
}
