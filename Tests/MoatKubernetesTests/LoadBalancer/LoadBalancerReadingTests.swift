import MoatModel
import Testing

@testable import MoatKubernetes

@Suite struct LoadBalancerReadingTests {
    private let prefix = "service.beta.kubernetes.io/"

    private func read(
        _ annotations: [String: String] = [:], ports: [ServicePort] = [ServicePort(port: 80)],
        mode: LoadBalancerRules.TargetMode = .pods, _ change: (inout Service) -> Void = { _ in }
    ) -> LoadBalancerReading {
        let full = Dictionary(uniqueKeysWithValues: annotations.map { (prefix + $0.key, $0.value) })
        return LoadBalancerReading(
            Make.service(annotations: full, ports: ports, change), rules: LoadBalancerRules(targetMode: mode))
    }

    @Test func defaults() {
        let reading = read()
        #expect(reading.isValid && reading.problems.isEmpty)
        #expect(reading.settings.subnet == nil && reading.settings.address == nil)
        #expect(reading.settings.ports.map(\.probe) == [HealthProbe()])
        #expect(reading.settings.affinity == .none)
    }

    @Test func subnetAndAddress() throws {
        let reading = read([
            "azure-load-balancer-internal-subnet": " ing-4-subnet ", "azure-load-balancer-ipv4": "10.0.4.9",
        ]) { $0.spec.loadBalancerIP = "10.0.4.8" }
        #expect(reading.settings.subnet == "ing-4-subnet")
        #expect(reading.settings.address == (try Make.address("10.0.4.9")))
        #expect(read { $0.spec.loadBalancerIP = "10.0.4.8" }.settings.address == (try Make.address("10.0.4.8")))
    }

    /// What is said of a port, then what its appProtocol is, then what is said of all.
    @Test(
        arguments: [
            ([:], nil, HealthProbe.Kind.tcp),
            (["azure-load-balancer-health-probe-protocol": "Http"], nil, .http),
            (["azure-load-balancer-health-probe-protocol": "Http"], "https", .https),
            (["azure-load-balancer-health-probe-protocol": "Http"], "kubernetes.io/h2c", .tcp),
            (
                ["port_80_health-probe_protocol": "HTTPS", "azure-load-balancer-health-probe-protocol": "Tcp"], "http",
                .https
            ),
        ] as [([String: String], String?, HealthProbe.Kind)])
    func probeKind(_ annotations: [String: String], _ application: String?, _ kind: HealthProbe.Kind) {
        let reading = read(annotations, ports: [ServicePort(appProtocol: application, port: 80)])
        #expect(reading.settings.ports.first?.probe?.kind == kind)
        #expect(reading.settings.ports.first?.probe?.path == (kind == .tcp ? "" : "/"))
        #expect(reading.isValid)
    }

    @Test func probeSettings() {
        let reading = read(
            [
                "azure-load-balancer-health-probe-interval": "10", "azure-load-balancer-health-probe-num-of-probe": "3",
                "azure-load-balancer-health-probe-request-path": "/all", "port_443_health-probe_interval": "20",
                "port_443_health-probe_num-of-probe": "4", "port_443_health-probe_request-path": "/own",
                "port_443_health-probe_port": "http",
            ],
            ports: [
                ServicePort(name: "http", appProtocol: "http", port: 80),
                ServicePort(name: "https", appProtocol: "HTTPS", port: 443),
            ])
        #expect(reading.problems.isEmpty)
        #expect(
            reading.settings.ports.map(\.probe) == [
                HealthProbe(kind: .http, path: "/all", interval: .seconds(10), threshold: 3),
                HealthProbe(
                    kind: .https, port: .servicePort("http"), path: "/own", interval: .seconds(20), threshold: 4),
            ])
    }

    @Test(arguments: [
        ("15021", HealthProbe.Port.number(15021)), ("443", .servicePort("https")), ("80", .traffic),
        ("HTTPS", .servicePort("https")),
    ])
    func probePort(_ text: String, _ port: HealthProbe.Port) {
        let ports = [ServicePort(name: "http", port: 80), ServicePort(name: "https", port: 443)]
        let reading = read(["port_80_health-probe_port": text], ports: ports)
        #expect(reading.settings.ports.first?.probe?.port == port)
    }

    @Test func rulesThatAreLeftOut() {
        let ports = [
            ServicePort(name: "a", port: 80), ServicePort(name: "b", port: 81),
            ServicePort(name: "c", protocol: .udp, port: 53),
        ]
        let reading = read(["port_80_no_lb_rule": "true", "port_81_no_probe_rule": "true"], ports: ports)
        #expect(reading.settings.ports.map(\.port) == [81, 53])
        #expect(reading.settings.ports.allSatisfy { $0.probe == nil })
    }

    /// With node ports and the policy Local a node is asked whether it has endpoints.
    @Test func localNodes() {
        let ports = [
            ServicePort(name: "a", port: 80, nodePort: 30080),
            ServicePort(name: "c", protocol: .udp, port: 53, nodePort: 30053),
        ]
        let local: (inout Service) -> Void = {
            $0.spec.externalTrafficPolicy = .local
            $0.spec.healthCheckNodePort = 31000
        }
        let check = HealthProbe(kind: .http, port: .number(31000), path: "/healthz")
        #expect(read(ports: ports, mode: .nodePorts, local).settings.ports.map(\.probe) == [check, check])
        #expect(read(ports: ports, mode: .pods, local).settings.ports.map(\.probe) == [HealthProbe(), nil])
        let other = read(["port_80_health-probe_port": "9000"], ports: ports, mode: .nodePorts, local)
        #expect(other.settings.ports.first?.probe?.port == .number(9000))
    }

    /// What is wrong is told with the annotation, the value and what would be right, and the default
    /// stands in its place.
    @Test(arguments: [
        ("azure-load-balancer-ipv4", "10.0.4.256", "an IPv4 address"),
        ("azure-load-balancer-internal-subnet", " ", "the name of a subnet"),
        ("azure-load-balancer-health-probe-interval", "4", "a whole number from 5 to 119"),
        ("azure-load-balancer-health-probe-interval", "5s", "a whole number from 5 to 119"),
        ("azure-load-balancer-health-probe-num-of-probe", "1", "a whole number from 2 to 119"),
        ("azure-load-balancer-health-probe-num-of-probe", "99999999999999999999", "a whole number from 2 to 119"),
        ("azure-load-balancer-health-probe-num-of-probe", "24", "below 120 seconds; it is 120.0 seconds"),
        ("azure-load-balancer-health-probe-protocol", "icmp", "Tcp, Http or Https"),
        ("port_80_health-probe_port", "0", "a port from 1 to 65535 or the name of a port of the Service"),
        ("port_80_health-probe_port", "metrics", "a port from 1 to 65535 or the name of a port of the Service"),
        ("port_80_no_lb_rule", "yes", "true or false"),
    ])
    func wrongValues(_ name: String, _ value: String, _ right: String) throws {
        let reading = read([name: value])
        #expect(!reading.isValid && !reading.isRefused)
        let problem = try #require(reading.problems.first)
        #expect(problem.reason == "InvalidAnnotation")
        #expect(problem.message.hasPrefix("\(prefix)\(name) is '\(value.trimmed)', and must be "))
        #expect(problem.message.hasSuffix(right))
        #expect(reading.settings.ports.first?.probe == HealthProbe())
    }

    @Test(arguments: ["healthz", "/a b", "/a\r\nHost: x", "/ä", "/" + String(repeating: "a", count: 1024)])
    func wrongPaths(_ path: String) {
        let reading = read([
            "azure-load-balancer-health-probe-request-path": path, "azure-load-balancer-health-probe-protocol": "http",
        ])
        #expect(!reading.isValid)
        #expect(reading.settings.ports.first?.probe?.path == "/")
    }

    /// Without them more clients than wished would get through.
    @Test func sourcesAreRefused() {
        let ranges = read { $0.spec.loadBalancerSourceRanges = ["10.0.0.0/8"] }
        #expect(ranges.isRefused && ranges.problems.map(\.reason) == ["UnsupportedSourceRanges"])
        #expect(read(["azure-allowed-service-tags": "AzureCloud"]).isRefused)
        #expect(read(["azure-allowed-ip-ranges": "10.0.0.0/8"]).isRefused)
        #expect(read { $0.spec.loadBalancerSourceRanges = ["0.0.0.0/0"] }.problems.isEmpty)
    }

    @Test func families() {
        #expect(read { $0.spec.ipFamilies = [.ipv6] }.isRefused)
        let both = read { $0.spec.ipFamilies = [.ipv4, .ipv6] }
        #expect(both.isValid && both.problems.map(\.reason) == ["UnsupportedFamily"])
        #expect(read { $0.spec.ipFamilies = [.ipv4] }.problems.isEmpty)
    }

    @Test func sctp() {
        let sctp = ServicePort(name: "s", protocol: .sctp, port: 9)
        let mixed = read(ports: [sctp, ServicePort(name: "t", port: 80)])
        #expect(mixed.isValid && mixed.settings.ports.map(\.port) == [80])
        #expect(mixed.problems.map(\.message) == ["port 9/SCTP is left out: only TCP and UDP are balanced"])
        #expect(read(ports: [sctp]).isRefused)
    }

    @Test func nodePortsAreNeeded() {
        let reading = read(ports: [ServicePort(port: 80)], mode: .nodePorts)
        #expect(reading.isRefused)
        #expect(reading.problems.map(\.reason) == ["NoNodePort", "UnsupportedPort"])
    }

    @Test func affinity() {
        let standard = read {
            $0.spec.sessionAffinity = .clientIP
            $0.spec.sessionAffinityConfig = SessionAffinityConfig(clientIP: ClientIPConfig(timeoutSeconds: 10800))
        }
        #expect(standard.settings.affinity == .clientIP && standard.problems.isEmpty)
        let other = read {
            $0.spec.sessionAffinity = .clientIP
            $0.spec.sessionAffinityConfig = SessionAffinityConfig(clientIP: ClientIPConfig(timeoutSeconds: 60))
        }
        #expect(other.isValid && other.problems.map(\.reason) == ["UnsupportedTimeout"])
    }

    @Test func otherAnnotationsAreNamed() {
        let reading = read([
            "azure-load-balancer-tcp-idle-timeout": "30", "azure-load-balancer-whatever": "x",
            "azure-load-balancer-enable-high-availability-ports": "false", "port_81_no_lb_rule": "true",
        ])
        #expect(reading.isValid)
        #expect(
            reading.problems.map(\.message) == [
                "\(prefix)azure-load-balancer-tcp-idle-timeout has no effect: idle connections are kept for as long as "
                    + "the kernel's connection tracking says",
                "\(prefix)azure-load-balancer-whatever has no effect: it is not supported",
                "\(prefix)port_81_no_lb_rule has no effect: no such port, or no such setting",
            ])
    }

    @Test func publicAddress() {
        let named = LoadBalancerReading(
            Make.service(annotations: ["moat.dev/public-ip": "pip-1"]), rules: LoadBalancerRules())
        #expect(named.settings.publicIP == "pip-1")
        #expect(named.problems.isEmpty)
        let alone = LoadBalancerReading(
            Make.service(annotations: ["moat.dev/public-ip": "pip-1"]), rules: LoadBalancerRules(makesDNATRules: false))
        #expect(alone.isValid && alone.problems.map(\.reason) == ["PublicAddressNotUsable"])
        let wrong = LoadBalancerReading(
            Make.service(annotations: ["moat.dev/public-ip": "a b"]), rules: LoadBalancerRules())
        #expect(wrong.settings.publicIP == nil && !wrong.isValid)
    }

    @Test func selection() {
        let service = Make.service()
        let plain = Make.service(annotations: [ServiceAnnotation.isInternal: "false"])
        let classed = Make.service { $0.spec.loadBalancerClass = "moat.dev/internal" }
        let cluster = Make.service { $0.spec.type = .clusterIP }
        let all = [service, plain, classed, cluster]
        #expect(all.map(ServiceSelection.internalAnnotation.contains) == [true, false, false, false])
        #expect(all.map(ServiceSelection.all.contains) == [true, true, false, false])
        #expect(
            all.map(ServiceSelection.loadBalancerClass("moat.dev/internal").contains) == [false, false, true, false])
    }
}
