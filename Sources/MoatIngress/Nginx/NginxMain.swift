/// The main file: everything but servers of hosts.
struct NginxMain {
    private let plan: IngressPlan
    private let settings: IngressSettings
    private let generation: UInt64
    private let profiles: WAFProfiles

    init(_ plan: IngressPlan, _ settings: IngressSettings, _ profiles: WAFProfiles, generation: UInt64) {
        self.plan = plan
        self.settings = settings
        self.generation = generation
        self.profiles = profiles
    }

    func write(to writer: inout NginxWriter) {
        let modules = settings.modulesDirectory
        writer.add("load_module " + NginxWriter.quoted("\(modules)/ndk_http_module.so"))
        writer.add("load_module " + NginxWriter.quoted("\(modules)/ngx_http_lua_module.so"))
        if !profiles.isEmpty {
            writer.add("load_module " + NginxWriter.quoted("\(modules)/ngx_http_modsecurity_module.so"))
        }
        writer.add("user \(settings.user)")
        writer.add("worker_processes \(settings.workerProcesses.map { "\($0)" } ?? "auto")")
        // Connections that are open when the configuration changes end by then.
        writer.add("worker_shutdown_timeout 300s")
        writer.add("pid nginx.pid")
        writer.add("error_log stderr warn")
        writer.add("pcre_jit on")
        writer.block("events") { $0.add("worker_connections \(settings.workerConnections)") }
        writer.block("http") { writer in
            addGeneral(to: &writer)
            addProxying(to: &writer)
            addLogging(to: &writer)
            addLua(to: &writer)
            addWAF(to: &writer)
            addControl(to: &writer)
            for server in plan.servers { NginxServer(server, settings, profiles).write(to: &writer) }
        }
    }

    private func addGeneral(to writer: inout NginxWriter) {
        for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            writer.add("\(name)_temp_path \(name)_temp")
        }
        writer.add("default_type text/plain")
        writer.add("server_tokens off")
        writer.add("sendfile on")
        writer.add("tcp_nopush on")
        writer.add("keepalive_requests 10000")
        writer.add("server_names_hash_max_size 65536")
        writer.add("server_names_hash_bucket_size 512")
        writer.add("variables_hash_max_size 4096")
        // Requests that fail before they have a location are logged without its names.
        writer.add("uninitialized_variable_warn off")
        writer.add("client_max_body_size \(settings.proxyBodySize)")
        writer.add("ssl_protocols TLSv1.2 TLSv1.3")
        writer.add("ssl_session_cache shared:moat_tls:10m")
        writer.add("ssl_session_timeout 10m")
        writer.add("ssl_certificate default.pem")
        writer.add("ssl_certificate_key default.key")
    }

    private func addProxying(to writer: inout NginxWriter) {
        // The Host header where it names the host that the request was routed by, with its port.
        writer.block("map \"$host|$http_host\" $moat_host") { writer in
            writer.add(#""~*^([^|]+)\|\1(:[0-9]+)?$" $http_host"#)
            writer.add("default $host")
        }
        // No other protocol than this may be changed to: another could bypass what is done here.
        writer.block("map $http_upgrade $moat_upgrade") { writer in
            writer.add("websocket websocket")
            writer.add(#"default """#)
        }
        // Clients know the ports of the schemes, whichever these are forwarded to.
        writer.block("map $scheme $moat_port") { writer in
            writer.add("https 443")
            writer.add("default 80")
        }
        writer.block("map $moat_upgrade $moat_connection") { writer in
            writer.add("websocket upgrade")
            writer.add(#"default """#)
        }
        writer.add("proxy_http_version 1.1")
        for name in ["proxy", "grpc"] {
            for (header, value) in Self.headers { writer.add("\(name)_set_header \(header) \(value)") }
            // A connection that is kept serves several hosts, and could carry the name of one only.
            writer.add("\(name)_ssl_server_name off")
            writer.add("\(name)_next_upstream error timeout")
            writer.add("\(name)_connect_timeout \(LocationOptions.standardConnectTimeout)s")
        }
        writer.add("proxy_set_header Upgrade $moat_upgrade")
        writer.add("proxy_set_header Connection $moat_connection")
        writer.add("proxy_redirect off")
        // One for each protocol: connections that are kept know nothing but their address.
        for name in BackendProtocol.allCases {
            writer.block("upstream \(name.upstream)") { writer in
                writer.add("server 0.0.0.1")
                writer.block("balancer_by_lua_block") { $0.addLua("require(\"\(LuaModule.name)\").balance()") }
                writer.add("keepalive 320")
                writer.add("keepalive_requests 10000")
            }
        }
    }

    /// What backends are told of the client; what clients say of it themselves is replaced.
    private static let headers = [
        ("Host", "$moat_host"), ("X-Real-IP", "$remote_addr"), ("X-Forwarded-For", "$remote_addr"),
        ("X-Forwarded-Proto", "$scheme"), ("X-Forwarded-Host", "$moat_host"), ("X-Forwarded-Port", "$moat_port"),
        ("X-Request-ID", "$request_id"), ("Forwarded", "\"\""), ("X-Forwarded-Prefix", "\"\""),
        ("X-Forwarded-Scheme", "\"\""), ("X-Forwarded-Server", "\"\""), ("X-Forwarded-Ssl", "\"\""),
        ("Proxy", "\"\""),
    ]
}

// MARK: Logging, Lua and the firewall

extension NginxMain {
    private func addLogging(to writer: inout NginxWriter) {
        let fields = AccessLogField.allCases.map { "\"\($0.name)\":\"\($0.variable)\"" }
        writer.add("log_format moat escape=json " + NginxWriter.quoted("{" + fields.joined(separator: ",") + "}"))
        writer.add(
            "access_log " + NginxWriter.quoted("\(settings.runtimeDirectory)/\(NginxSetup.accessLog)")
                + " moat buffer=64k flush=100ms")
    }

    private func addLua(to writer: inout NginxWriter) {
        writer.add(#"lua_package_path "${prefix}?.lua;/usr/share/lua/5.1/?.lua;;""#)
        writer.add("lua_shared_dict moat_tables 128m")
        writer.block("init_by_lua_block") { writer in
            writer.addLua("require(\"\(LuaModule.name)\").generation = \(generation)")
        }
        for (directive, function) in [
            ("init_worker_by_lua_block", "serve"), ("ssl_certificate_by_lua_block", "certificate"),
        ] {
            writer.block(directive) { $0.addLua("require(\"\(LuaModule.name)\").\(function)()") }
        }
    }

    private func addWAF(to writer: inout NginxWriter) {
        guard !profiles.isEmpty else { return }
        writer.add("include \(NginxSetup.rulesFile)")
    }

    private func addControl(to writer: inout NginxWriter) {
        writer.block("server") { writer in
            writer.add("listen " + NginxWriter.quoted("unix:\(settings.runtimeDirectory)/control.sock"))
            writer.add("access_log off")
            writer.add("client_max_body_size 64m")
            writer.add("client_body_buffer_size 64m")
            for (path, function) in [
                ("/state", "state"), ("/tables", "store"), ("/retire", "retire"), ("/metrics", "metrics"),
            ] {
                writer.block("location = \(path)") { writer in
                    writer.block("content_by_lua_block") { writer in
                        writer.addLua("require(\"\(LuaModule.name)\").\(function)()")
                    }
                }
            }
            writer.block("location /") { writer in
                // nginx knows a variable where one location sets it, which no other may do.
                for name in ["namespace", "ingress", "service", "upstream", "close"] {
                    writer.add("set $moat_\(name) \"\"")
                }
                writer.add("return 404")
            }
        }
    }
}
