import Foundation
import MoatLab

/// The networks of a benchmark of relays, with what runs in them.
final class BenchPlaces {
    private let moat: String
    private let bench: String
    private var networks: [BenchNetwork] = []
    private var daemons: [BenchDaemon] = []
    private var files: [URL] = []
    private var peers: [Peer] = []
    private var relayServers: [String: Process] = [:]

    init(moat: String, bench: String) {
        self.moat = moat
        self.bench = bench
    }

    func close() {
        for daemon in daemons { daemon.close() }
        for network in networks { network.close() }
        for peer in peers { peer.removeFiles() }
        for file in files { try? FileManager.default.removeItem(at: file) }
        (daemons, networks, peers, files, relayServers) = ([], [], [], [], [:])
    }

    // MARK: Subjects

    /// Moat, with the server that answers hellos and one that resolves the name. `arguments` are
    /// more ones for the daemon.
    func moat(_ name: String, network: String, patterns: Int, arguments: [String] = []) throws -> RelaySubject {
        let network = try self.network(network)
        try nameServer(in: network)
        let daemon = try BenchDaemon(
            in: network, moat: moat, resources: NamesPolicy.resources(patterns: patterns),
            arguments: ["--dns-queries-per-source", "0"] + arguments)
        daemons.append(daemon)
        return RelaySubject(name: name, network: network, address: BenchPolicy.server, process: daemon.process)
    }

    func peer(_ peer: Peer, port: UInt16 = 443) throws -> RelaySubject {
        let network = try self.network(peer.name)
        peers.append(peer)
        let process = try peer.start(in: network, port: port)
        return RelaySubject(name: peer.name, network: network, address: RelayPeers.address, process: process)
    }

    /// A DNS proxy, with the same server of names behind it.
    func dnsProxy(_ peer: Peer) throws -> RelaySubject {
        let network = try self.network(peer.name)
        try nameServer(in: network)
        peers.append(peer)
        let process = try peer.start(in: network, port: 53, listening: "-u")
        return RelaySubject(name: peer.name, network: network, address: RelayPeers.address, process: process)
    }

    /// Packets that are only forwarded.
    func forwarding(_ name: String) throws -> RelaySubject {
        RelaySubject(name: name, network: try network(name), address: BenchPolicy.server, process: nil)
    }

    private func network(_ name: String) throws -> BenchNetwork {
        let network = try BenchNetwork("e-\(name)")
        networks.append(network)
        // Clients of several thousand connections a second come back to the same port soon.
        try network.run("gateway", ["sysctl", "-qw", "net.ipv4.ip_local_port_range=1024 65535"])
        try network.run("gateway", ["sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_timeout_time_wait=1"])
        relayServers[network.name] = try network.start(
            "server", [bench, "relay-server"], log: log(network, "relay-server"), until: "ready")
        return network
    }

    private func log(_ network: BenchNetwork, _ name: String) -> URL {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "moat-bench-\(network.name)-\(name).log")
        files.append(file)
        return file
    }

    // MARK: Servers

    /// A server of names in the server's place: the one of the hello, and any below
    /// `bench.example`.
    func nameServer(in network: BenchNetwork) throws {
        let server = BenchPolicy.server
        try network.start(
            "server",
            [
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=root",
                "--pid-file=", "--bind-interfaces", "--listen-address=\(server)", "--local-ttl=3600",
                "--address=/\(RelayHello.serverName)/\(server)", "--address=/bench.example/\(server)",
            ], log: log(network, "dnsmasq"), isForeign: true)
        try wait("dnsmasq", in: network, "-u", 53)
    }

    func stopRelayServer(in network: BenchNetwork) {
        if let process = relayServers.removeValue(forKey: network.name) { network.stop(process) }
    }

    /// nginx in the server's place, with a small page.
    func webServer(in network: BenchNetwork, tls: Bool) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
            "moat-bench-\(network.name)-web-\(tls ? "tls" : "plain")")
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        files.append(directory)
        if tls {
            try network.run(
                "server",
                [
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=\(RelayHello.serverName)", "-keyout", "\(directory.path)/key.pem",
                    "-out", "\(directory.path)/certificate.pem",
                ])
        }
        let secrets =
            "ssl_certificate \(directory.path)/certificate.pem; ssl_certificate_key \(directory.path)/key.pem;"
        let configuration = """
            daemon off;
            user root;
            pid \(directory.path)/nginx.pid;
            error_log stderr error;
            worker_processes 1;
            events { worker_connections 16000; }
            http {
              access_log off;
              keepalive_requests 100000000;
              server {
                listen \(tls ? 443 : 80) \(tls ? "ssl" : "") backlog=4096;
                \(tls ? secrets : "")
                location / { return 200 "hello from the server\\n"; }
              }
            }

            """
        let file = directory.appendingPathComponent("nginx.conf")
        try Data(configuration.utf8).write(to: file)
        try network.start(
            "server", ["nginx", "-p", directory.path, "-c", file.path], log: directory.appendingPathComponent("log"),
            isForeign: true)
        try wait("nginx", in: network, "-t", tls ? 443 : 80)
    }

    private func wait(_ program: String, in network: BenchNetwork, _ kind: String, _ port: UInt16) throws {
        for _ in 0..<200 {
            let sockets = try network.run("server", ["ss", "-Hln", kind, "sport", "=", ":\(port)"])
            if !sockets.isEmpty { return }
            usleep(50_000)
        }
        throw BenchError("\(program) did not come up in \(network.name)")
    }

    // MARK: Tunnels

    /// Opens tunnels that stay open until the place is closed.
    func holdTunnels(_ count: Int, through subject: RelaySubject) throws {
        let network = subject.network
        try network.start(
            "client", [bench, "relay-load", "idle", subject.address, "--tunnels", "\(count)"],
            log: log(network, "idle"), until: "ready \(count)")
    }
}
