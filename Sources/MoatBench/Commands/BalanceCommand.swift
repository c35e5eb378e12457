import ArgumentParser
import Foundation
import Logging
import MoatGateway
import MoatModel

/// The load balancer's data path without a cluster: tables of frontends come in on standard
/// input.
///
///     10.0.4.4:80/tcp None 10.0.5.7:8080,10.0.5.8:8080 10.0.5.9:8080
///     apply
///
/// A frontend is a line: key, affinity, backends, and those that drain, `-` for none. After
/// `apply` the lines since the last one are in force, and it answers `ok MILLISECONDS` or
/// `error REASON`.
struct BalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Put tables of a load balancer in force.", shouldDisplay: false)

    func run() async throws {
        let path = try KernelLoadBalancer(logger: Logger(label: "balance"))
        let clock = ContinuousClock()
        var frontends: [LoadBalancerFrontend] = []
        while let line = readLine() {
            guard line == "apply" else {
                guard let frontend = Self.frontend(line[...]) else {
                    throw ValidationError("'\(line)' is not a frontend")
                }
                frontends.append(frontend)
                continue
            }
            let start = clock.now
            do {
                try await path.apply(frontends)
                Self.answer("ok \((clock.now - start) / .milliseconds(1))")
            } catch {
                Self.answer("error \(error)")
            }
            frontends = []
        }
    }

    /// Written unbuffered: whoever sent the table waits for it.
    private static func answer(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = write(1, line, line.count)
    }

    static func frontend(_ line: Substring) -> LoadBalancerFrontend? {
        let fields = line.split(separator: " ")
        guard fields.count == 4, let key = Self.key(fields[0]),
            let affinity = LoadBalancerFrontend.Affinity(rawValue: String(fields[1])),
            let backends = Self.backends(fields[2]), let draining = Self.backends(fields[3])
        else { return nil }
        return LoadBalancerFrontend(key, affinity: affinity, backends: backends, draining: draining)
    }

    private static func key(_ text: Substring) -> LoadBalancerFrontend.Key? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let backend = Self.backend(parts[0]) else { return nil }
        let ipProtocol: IPProtocol? = parts[1] == "tcp" ? .tcp : parts[1] == "udp" ? .udp : nil
        return ipProtocol.map { .init(address: backend.address, port: backend.port, protocol: $0) }
    }

    private static func backends(_ text: Substring) -> [LoadBalancerBackend]? {
        guard text != "-" else { return [] }
        let parts = text.split(separator: ",")
        let backends = parts.compactMap(backend)
        return backends.count == parts.count ? backends : nil
    }

    private static func backend(_ text: Substring) -> LoadBalancerBackend? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let address = IPv4Address(parts[0]), let port = UInt16(parts[1]) else { return nil }
        return LoadBalancerBackend(address: address, port: port)
    }
}
