import FoundationEssentials
import Glibc
public import MoatModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A Kubernetes API for one machine, so that a lab and tests need no cluster.
///
/// It is a part of the lab: real kubectl and real controllers can talk to it, but there is no
/// container runtime and no scheduler behind it. Pods and Nodes are what the lab says they are;
/// EndpointSlices follow them and the selectors of Services. All other objects are kept as
/// clients write them, with Kubernetes' rules for them.
public final class KubernetesAPIServer: Sendable {
    /// How a server is set up.
    public struct Configuration: Sendable {
        /// The folder of the lab's authority (`ca.pem`, `ca-key.pem`); nil for an authority of
        /// the server's own.
        public var authorityFolder: String?
        /// What clients know the server by, for its certificate.
        public var addresses: [IPAddress]
        /// Whoever brings it may do everything; nil for a random one.
        public var token: String?
        /// A file that keeps the objects while no server runs; nil for none.
        public var snapshotPath: String?

        /// Told when that file cannot be written; it is tried again after half a second.
        public var report: @Sendable (_ problem: String) -> Void

        /// `report` is for a log.
        public init(
            addresses: [IPAddress], authorityFolder: String? = nil, token: String? = nil, snapshotPath: String? = nil,
            report: @escaping @Sendable (_ problem: String) -> Void = { _ in }
        ) {
            self.addresses = addresses
            self.authorityFolder = authorityFolder
            self.token = token
            self.snapshotPath = snapshotPath
            self.report = report
        }
    }

    let front: APIFront
    private let group: MultiThreadedEventLoopGroup
    /// That of the first socket. Asked of the system and not of NIO: what NIO has for addresses
    /// makes the compiler take them for NIO's own in all files that come later in the alphabet
    /// (whole-module builds, MemberImportVisibility).
    public let port: UInt16
    private let authority: String
    private let token: String
    private let snapshot: (writer: SnapshotWriter, task: Task<Void, Never>)?

    private static let idleLimit = TimeAmount.minutes(5)

    /// Starts to serve at an address; port 0 for one that is free.
    /// - Throws: `LabError` or an error of the system where it cannot listen.
    public static func start(
        _ configuration: Configuration, at address: IPAddress, port: UInt16
    ) async throws -> KubernetesAPIServer {
        try await start(configuration, sockets: [ListeningSocket.bound(to: address, port: port)])
    }

    /// Starts to serve on sockets of TCP that were bound elsewhere, as in other network
    /// namespaces, and closes them when it ends, or at once where it cannot start.
    public static func start(_ configuration: Configuration, sockets: [Int32]) async throws -> KubernetesAPIServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        var waiting = sockets[...]
        do {
            let port = sockets.first.map(ProbeAddress.localPort) ?? 0
            let authority =
                try configuration.authorityFolder.map { try LabAuthority(readFrom: $0) } ?? LabAuthority(now: .now)
            let tls = try tlsContext(authority, configuration.addresses)
            let service = APIService(store: ObjectStore(try state(configuration.snapshotPath)))
            try service.takeStock()
            let token = configuration.token ?? (StableName.newUID() + StableName.newUID()).replacing("-", with: "")
            let front = APIFront(service: service, token: token)
            while let socket = waiting.first {
                try ListeningSocket.open(socket)
                // From here on the socket is the channel's to close.
                waiting = waiting.dropFirst()
                _ = try await bootstrap(group, tls, front).withBoundSocket(socket).get()
            }
            return KubernetesAPIServer(
                front: front, group: group, port: port, authority: try authority.certificatePEM(), token: token,
                configuration: configuration)
        } catch {
            for socket in waiting { close(socket) }
            try? await group.shutdownGracefully()
            throw LabError("the lab's Kubernetes API cannot be served: \(error)")
        }
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, _ tls: NIOSSLContext, _ front: APIFront
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: tls))
                    try pipeline.addHandler(IdleStateHandler(allTimeout: idleLimit))
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                    try pipeline.addHandler(APIConnection(front))
                }
            }
    }

    private init(
        front: APIFront, group: MultiThreadedEventLoopGroup, port: UInt16, authority: String, token: String,
        configuration: Configuration
    ) {
        self.front = front
        self.group = group
        self.port = port
        self.authority = authority
        self.token = token
        snapshot = configuration.snapshotPath.map { path in
            let writer = SnapshotWriter(store: front.service.store, path: path)
            return (writer, Task { await writer.run { configuration.report("\($0)") } })
        }
    }

    /// Ends all connections, and writes what is not yet in the file of objects.
    public func stop() async throws {
        front.cutConnections()
        try await group.shutdownGracefully()
        guard let snapshot else { return }
        snapshot.task.cancel()
        await snapshot.task.value
        try snapshot.writer.writeIfChanged()
    }

    /// What goes wrong on purpose, from now on.
    public var faults: APIFaults {
        get { front.faults }
        set { front.faults = newValue }
    }

    /// Cuts every connection, watches in the middle of their streams among them.
    public func cutConnections() {
        front.cutConnections()
    }

    /// Forgets the history of all objects, so that watches and lists that go on from a version
    /// before now are answered with 410 and start over.
    public func compact() {
        front.service.store.transaction { $0.forgetHistory() }
    }

    /// Writes the file by which kubectl finds the server and may talk to it, for its owner's
    /// eyes only. `server` is where clients reach it, such as `https://10.0.4.250:6443`.
    public func writeKubeconfig(to path: String, server: String) throws {
        try Kubeconfig(server: server, authority: authority, token: token).write(to: path)
    }

    private static func state(_ path: String?) throws -> StoreState {
        guard let path, access(path, F_OK) == 0 else { return StoreState(limits: StoreLimits()) }
        return try StoreSnapshot.state(from: FileSystem.read(path, limit: 1 << 30))
    }

    private static func tlsContext(_ authority: LabAuthority, _ addresses: [IPAddress]) throws -> NIOSSLContext {
        let (certificate, key) = try authority.issue(for: "kubernetes", addresses: addresses, now: .now)
        return try NIOSSLContext(
            configuration: TLSConfiguration.makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
    }
}
