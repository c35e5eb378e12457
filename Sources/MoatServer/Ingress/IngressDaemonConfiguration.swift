public import MoatIngress
public import MoatKubernetes

/// How an ingress controller works.
public struct IngressDaemonConfiguration: Sendable {
    /// An address at which health and metrics are told.
    public struct HealthAddress: Hashable, Sendable {
        public var host: String
        public var port: Int

        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    /// The API whose Ingresses it serves.
    public var cluster: KubernetesConfiguration
    public var directory: RuntimeDirectory
    public var program: NginxProgram
    /// Where it answers.
    public var socketPath: String
    /// The socket of the `moat serve` that keeps records; nil where they are kept nowhere.
    public var recordsSocket: String?
    /// Where probes and Prometheus ask; nil where nobody does.
    public var health: HealthAddress?
    /// The Service whose addresses Ingresses get.
    public var publishService: ObjectKey?
    /// The Lease by which one of several leads, who writes to the API.
    public var lease: ObjectKey
    /// Another in every process that there ever is.
    public var identity: String
    public var leasePolicy: LeasePolicy
    /// How long requests are still taken after the end was announced, so that who sends them can notice.
    public var shutdownDelay: Duration
    /// What Ingresses mean here.
    public var settings: IngressSettings

    public init(
        cluster: KubernetesConfiguration, directory: RuntimeDirectory, program: NginxProgram, socketPath: String,
        recordsSocket: String?, health: HealthAddress?, publishService: ObjectKey?, lease: ObjectKey,
        identity: String, leasePolicy: LeasePolicy = LeasePolicy(), shutdownDelay: Duration = .zero,
        settings: IngressSettings
    ) {
        self.cluster = cluster
        self.directory = directory
        self.program = program
        self.socketPath = socketPath
        self.recordsSocket = recordsSocket
        self.health = health
        self.publishService = publishService
        self.lease = lease
        self.identity = identity
        self.leasePolicy = leasePolicy
        self.shutdownDelay = shutdownDelay
        self.settings = settings
    }
}
