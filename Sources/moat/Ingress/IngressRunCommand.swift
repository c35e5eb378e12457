import ArgumentParser
import Foundation
import Logging
import MoatIngress
import MoatKubernetes
import MoatServer

struct IngressRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the ingress controller of a cluster until stopped.",
        discussion: """
            Serves Ingresses of the classes whose controller is moat.dev/ingress, by nginx with ModSecurity and the \
            OWASP Core Rule Set. Several may run: each serves, and one of them, by a Lease of the cluster, writes \
            addresses and events. What Ingresses and annotations mean is told in docs/ingress.md.

              moat ingress run --kubeconfig admin.conf --publish-service moat-ingress/moat-ingress
            """)

    @OptionGroup var cluster: ClusterOptions

    @Option(
        help: ArgumentHelp(
            "Which controller IngressClasses name, where others than moat.dev/ingress run.", valueName: "name"))
    var controllerName = "moat.dev/ingress"

    @Option(help: ArgumentHelp("Where HTTP is served.", valueName: "port"))
    var httpPort: UInt16 = 80

    @Option(help: ArgumentHelp("Where HTTPS is served.", valueName: "port"))
    var httpsPort: UInt16 = 443

    @Option(
        help: ArgumentHelp(
            "The Service whose addresses Ingresses get in their status. Default: they get none.",
            valueName: "namespace/name"))
    var publishService: ObjectKeyArgument?

    @Option(
        help: ArgumentHelp(
            "What the web application firewall does for Ingresses that do not say: off, detect or block.",
            valueName: "mode"))
    var waf = WAFMode.off

    @Option(
        help: ArgumentHelp(
            "The socket of the moat serve that keeps records. Default: they are counted, and kept nowhere.",
            valueName: "path"))
    var records: String?

    @Option(
        help: ArgumentHelp(
            "Where /healthz, /readyz and /metrics are answered to whoever asks, as 0.0.0.0:10254. Default: nowhere but at the socket.",
            valueName: "address:port"))
    var health: HealthArgument?

    @Option(help: ArgumentHelp("The Lease by which one of several leads.", valueName: "namespace/name"))
    var lease = ObjectKeyArgument(key: ObjectKey(namespace: "moat-ingress", name: "moat-ingress"))

    @Option(
        help: ArgumentHelp(
            "Seconds for which requests are still taken once it is told to stop, so that load balancers notice.",
            valueName: "seconds"))
    var shutdownDelay = 0

    @Option(help: ArgumentHelp("The folder that nginx runs in; it is made.", valueName: "path"))
    var runtimeDirectory = "/run/moat/ingress"

    @Option(help: ArgumentHelp("The nginx to run.", valueName: "path"))
    var nginx = NginxProgram().path

    @Option(help: ArgumentHelp("The socket on which it answers `moat ingress`.", valueName: "path"))
    var socket = IngressCommand.defaultSocket

    func validate() throws {
        guard (0...300).contains(shutdownDelay) else { throw ValidationError("--shutdown-delay is 0 to 300") }
        guard httpPort != 0, httpsPort != 0, httpPort != httpsPort else {
            throw ValidationError("--http-port and --https-port are two ports of 1 to 65535")
        }
    }

    func run() async throws {
        umask(0o027)
        Self.raiseFileLimit()
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        do {
            try await IngressDaemon(try configuration(), logger: Logger(label: "moat-ingress")).run()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.cannot, "\(error)")
        }
    }

    /// nginx inherits how many files may be open, and needs two for each request.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // With fewer it works as well, for fewer requests at a time.
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private func configuration() throws -> IngressDaemonConfiguration {
        let directory = try RuntimeDirectory(path: runtimeDirectory)
        var settings = IngressSettings(
            runtimeDirectory: directory.path, defaultCertificate: try DefaultCertificate.selfSigned(now: Date()))
        settings.controllerName = controllerName
        settings.httpPort = httpPort
        settings.httpsPort = httpsPort
        settings.wafDefault = waf
        return IngressDaemonConfiguration(
            cluster: try cluster.configuration(), directory: directory,
            program: NginxProgram(path: nginx), socketPath: socket, recordsSocket: records, health: health?.address,
            publishService: publishService?.key, lease: lease.key,
            identity: cluster.newIdentity(), leasePolicy: try cluster.leasePolicy(),
            shutdownDelay: .seconds(shutdownDelay), settings: settings)
    }
}
