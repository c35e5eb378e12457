import FoundationEssentials
import Glibc
import MoatModel

/// The Kubernetes API of a lab that is up: served in the fabric, for the lab's machines, and on
/// this machine's loopback, for its user's kubectl.
public struct LabKubernetes: Sendable {
    private let spec: KubernetesSpec

    /// How long the first start of the pods may take.
    private static let patience = Duration.seconds(15)

    public init(_ spec: KubernetesSpec) {
        self.spec = spec
    }

    /// Serves until the process ends. Calls `ready` once kubectl can be used.
    /// - Throws: `LabError` or `SystemError` where the API cannot be served.
    public func run(ready: () -> Void, report: @escaping @Sendable (String) -> Void) async throws {
        let directory = spec.directory
        let addresses = spec.addresses.compactMap { IPAddress($0) }
        guard let loopback = IPAddress("127.0.0.1") else { return }
        let server = try await KubernetesAPIServer.start(
            .init(addresses: [loopback] + addresses, authorityFolder: directory.authority, report: report),
            sockets: try sockets(loopback, addresses))
        let now = Int64(Date.now.timeIntervalSince1970)
        try server.addNamespaces(Set(spec.pods.map(\.namespace)))
        let keeper = PodKeeper(spec, server: server, executable: try Program.current(), report: report)
        try await keeper.takeOver(now: now)
        server.onPodDeletion { name, namespace in await keeper.end(name, namespace: namespace) }
        try server.writeKubeconfig(
            to: directory.kubeconfig(inside: false), server: "https://127.0.0.1:\(server.port)")
        if let address = addresses.first {
            let host = address.family == .ipv4 ? address.description : "[\(address)]"
            try server.writeKubeconfig(
                to: directory.kubeconfig(inside: true), server: "https://\(host):\(spec.port)")
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await keeper.run() }
            // Pods that are not ready by then are shown so, and tried again.
            let deadline = Deadline(in: Self.patience)
            while !(await keeper.areAllReady), !deadline.hasPassed {
                try? await Task.sleep(for: .milliseconds(20))
            }
            ready()
        }
    }

    /// That of the loopback first.
    private func sockets(_ loopback: IPAddress, _ addresses: [IPAddress]) throws -> [Int32] {
        let port = spec.port
        return try [ListeningSocket.bound(to: loopback, port: 0)]
            + spec.directory.machine(LabName.fabric).withNamespace {
                try addresses.map { try ListeningSocket.bound(to: $0, port: port) }
            }
    }
}
