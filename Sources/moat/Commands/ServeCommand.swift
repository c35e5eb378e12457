import ArgumentParser
import Foundation
import Logging
import MoatDNS
import MoatEgress
import MoatGateway
import MoatLogs
import MoatModel
import MoatServer

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the firewall on this machine until stopped.",
        discussion: """
            Judges every new flow between two interfaces by the policy of one Firewall resource, which `moat apply` \
            declares; until it does, everything is denied. Needs CAP_NET_ADMIN. If the daemon stops or dies, \
            established flows go on and new ones are dropped until it is back.

              moat serve --firewall edge --public-interface eth0 --private-interface eth1 \\
                  --management 192.0.2.0/24:22

            With --subnet this machine is also the load balancer of a Kubernetes cluster, as `moat lb run` would be: a \
            DNAT rule that leads to the address of a Service then reaches its pods in one step, and Services may ask \
            for DNAT rules by the annotation moat.dev/public-ip. See docs/load-balancer.md.
            """)

    @Option(help: ArgumentHelp("The name of the Firewall resource to carry out.", valueName: "name"))
    var firewall: String

    @Option(help: ArgumentHelp("The interface towards the internet.", valueName: "interface"))
    var publicInterface: String

    @Option(help: ArgumentHelp("The interface towards the virtual network.", valueName: "interface"))
    var privateInterface: String

    @Option(help: ArgumentHelp("Where the configuration and its history are kept.", valueName: "directory"))
    var state = "/var/lib/moat"

    @Option(help: ArgumentHelp("The socket on which the daemon answers.", valueName: "path"))
    var socket = ConnectionOptions.defaultSocket

    @Option(help: ArgumentHelp("Where log records are kept.", valueName: "directory"))
    var logDirectory = "/var/log/moat"

    @Option(
        help: ArgumentHelp(
            "Log records older than this are deleted, such as 12h or 30d; at least 1m.", valueName: "duration"))
    var logRetention = DurationArgument(duration: .seconds(30 * 86_400))

    @Flag(help: "Keep no log records; moat logs -f shows them as they come, moat query has nothing to ask.")
    var noLogStore = false

    @Option(
        help: ArgumentHelp(
            "The oldest log records are deleted when all take more than this, such as 500MB or 10GB; at least 100MB.",
            valueName: "bytes"))
    var logMaxBytes = ByteCountArgument(bytes: 10_000_000_000)

    @Option(
        help: ArgumentHelp(
            "A folder from which queries may read csv files (externaldata); may be given more than once. Default: none.",
            valueName: "directory"),
        completion: .directory)
    var queryDataFolder: [String] = []

    @Option(
        help: ArgumentHelp(
            "A host from which queries may read csv by http or https (externaldata), as NAME or NAME:PORT; may be given more than once. Default: none.",
            valueName: "host"))
    var queryDataHost: [String] = []

    @Option(
        help: ArgumentHelp(
            "Azure's file of service tags (\"Azure IP Ranges and Service Tags\"); without it rules cannot name any.",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var serviceTags: String?

    @Option(
        help: ArgumentHelp(
            "A file that defines FQDN tags, beside the built-in AzureKubernetesService; see Examples/fqdn-tags.json.",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var fqdnTags: String?

    @Option(
        help: ArgumentHelp(
            "The location of the cluster, such as westeurope, for FQDN tags whose names depend on it.",
            valueName: "name"))
    var location: String?

    @Option(help: ArgumentHelp("Packet queues, with a thread each, per side; 1 to 32.", valueName: "number"))
    var queues = 2

    @Option(
        help: ArgumentHelp(
            "The bits of packet marks that are moat's: at least 20 in a row. Default: 0fffffff.", valueName: "hex"))
    var markMask: MarkMaskArgument?

    @Option(
        help: ArgumentHelp(
            "New flows a second that one source may open before it is limited; 0 for no limit.", valueName: "number"))
    var newFlowsPerSource = 5000

    @Option(
        help: ArgumentHelp(
            "DNS queries a second that one source is answered; 0 for no limit.", valueName: "number"))
    var dnsQueriesPerSource = 20_000

    @Option(
        help: ArgumentHelp(
            "Who may reach a TCP port of this machine itself, such as 192.0.2.0/24:22; may be given more than once.",
            valueName: "cidr:port"))
    var management: [ManagementArgument] = []

    @Option(
        help: ArgumentHelp(
            "Connections that the proxy for application rules relays at a time, two descriptors each.",
            valueName: "number"))
    var proxyConnections = 50_000

    @Option(
        help: ArgumentHelp(
            "Seconds between two looks for flows that carry much (table AZFWFatFlow), 1 to 86400.",
            valueName: "seconds"))
    var fatFlowInterval = 180

    @Option(
        help: ArgumentHelp(
            "A domain whose names may have private addresses, beside what servers inside answer; may be given more than once.",
            valueName: "domain"))
    var privateAnswers: [String] = []

    @Flag(
        help:
            "Leave ech in the HTTPS records that clients get. They may then hide the server name, and application rules see only the public name of its provider."
    )
    var keepEch = false

    @Option(
        help: ArgumentHelp(
            "How much is said on standard error: trace, debug, info, notice, warning, error or critical.",
            valueName: "level"),
        completion: .list(Logger.Level.allCases.map(\.rawValue)), transform: Self.level)
    var logLevel = Logger.Level.info

    private static func level(_ argument: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: argument.lowercased()) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(argument)' is not a level; the levels are \(known)")
        }
        return level
    }

    @OptionGroup(title: "The load balancer of a Kubernetes cluster, with --subnet")
    var balancer: LoadBalancerOptions

    func validate() throws {
        guard publicInterface != privateInterface else {
            throw ValidationError("the public and the private interface must differ")
        }
        if let location, !FQDNTagCatalog.isLocation(location) {
            throw ValidationError("'\(location)' is not a location; one is a single word, such as westeurope")
        }
        guard (1...32).contains(queues) else { throw ValidationError("--queues is 1 to 32") }
        guard queryDataFolder.allSatisfy({ $0.hasPrefix("/") }) else {
            throw ValidationError("--query-data-folder is an absolute path")
        }
        guard (1...1_000_000).contains(proxyConnections) else {
            throw ValidationError("--proxy-connections is 1 to 1000000")
        }
        guard (1...86_400).contains(fatFlowInterval) else {
            throw ValidationError("--fat-flow-interval is 1 to 86400")
        }
        guard logRetention.seconds >= 60 else { throw ValidationError("--log-retention is at least 1m") }
        guard logMaxBytes.bytes >= 100_000_000 else { throw ValidationError("--log-max-bytes is at least 100MB") }
        guard newFlowsPerSource >= 0 else { throw ValidationError("--new-flows-per-source is 0 or more") }
        guard (0...1_000_000).contains(dnsQueriesPerSource) else {
            throw ValidationError("--dns-queries-per-source is 0 to 1000000")
        }
    }

    func run() async throws {
        // Sockets, state and logs are for the owner and the group, from the first moment.
        umask(0o027)
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let logger = Logger(label: "moat")
        try MachineCheck.check(interfaces: [publicInterface, privateInterface])
        do {
            let catalog = try serviceTags.map { try ServiceTagReader.read(path: $0) }
            let fqdnCatalog = FQDNTagCatalog(
                try fqdnTags.map { try FQDNTagReader.read(path: $0) } ?? [], location: location)
            let origin = LogOrigin(firewall: firewall)
            let store: any LogStore =
                noLogStore
                ? NoLogStore()
                : try DuckDBStore(
                    directory: URL(fileURLWithPath: logDirectory, isDirectory: true), origin: origin,
                    retention: LogRetention(age: logRetention.seconds, bytes: logMaxBytes.bytes), logger: logger)
            let logs = LogWriter(store: store, origin: origin, logger: logger)
            let cluster = balancer.subnet.isEmpty ? nil : try balancer.configuration(besideFirewall: true)
            let daemon = Daemon(
                configuration: DaemonConfiguration(
                    firewall: firewall, stateDirectory: state, socketPath: socket, serviceTags: catalog,
                    fqdnTags: fqdnCatalog,
                    query: QueryConfiguration(
                        externalData: ExternalDataPolicy(folders: queryDataFolder, hosts: queryDataHost)),
                    loadBalancer: cluster),
                logs: logs, questions: store, logger: logger
            ) { [firewallConfiguration] in
                let watch = SourceWatch()
                let loadBalancer = try cluster.map { _ in
                    try KernelLoadBalancer(beside: firewallConfiguration.gateway, logger: logger)
                }
                let dataPlane = try FirewallDataPlane(
                    firewallConfiguration, logs: logs, watch: watch, loadBalancer: loadBalancer, logger: logger)
                return DataPlaneServices(
                    dataPlane: dataPlane, services: [FirewallService(dataPlane: dataPlane, logs: logs)], watch: watch,
                    loadBalancer: loadBalancer,
                    ownPorts: Set(firewallConfiguration.gateway.management.map(\.port)))
            }
            try await daemon.run()
        } catch let error as APIError {
            throw CommandFailure(.cannot, ErrorText.text(error.issues, closing: error.message))
        } catch {
            throw CommandFailure(.cannot, "\(error)")
        }
    }

    private var firewallConfiguration: FirewallConfiguration {
        var dns = DNSProxyConfiguration(hostServers: DNSProxyConfiguration.hostServers())
        dns.stripsECH = !keepEch
        dns.queriesPerSecondPerSource = dnsQueriesPerSource
        dns.allowsPrivateAnswers = privateAnswers
        return FirewallConfiguration(
            gateway: gatewayConfiguration,
            egress: EgressConfiguration(
                loops: ProcessInfo.processInfo.activeProcessorCount, maximumConnections: proxyConnections),
            dns: dns, namesPath: state + "/names.sqlite")
    }

    private var gatewayConfiguration: GatewayConfiguration {
        var configuration = GatewayConfiguration(
            publicInterface: publicInterface, privateInterface: privateInterface, queuesPerSide: queues,
            newFlowsPerSource: newFlowsPerSource, management: management.map(\.access),
            fatFlowInterval: Double(fatFlowInterval))
        if let markMask { configuration.markMask = markMask.mask }
        return configuration
    }
}
