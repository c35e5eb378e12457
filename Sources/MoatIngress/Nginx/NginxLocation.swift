import MoatKubernetes
import MoatModel

/// The block of a location, or one of the two that a prefix has.
struct NginxLocation {
    private let location: IngressLocation
    private let profiles: WAFProfiles
    private let redirect: String?
    private let bodySize: Int64

    /// `redirect` answers requests by HTTP; nil where they are served.
    init(_ location: IngressLocation, _ profiles: WAFProfiles, redirect: String?, _ settings: IngressSettings) {
        self.location = location
        self.profiles = profiles
        self.redirect = redirect
        bodySize = settings.proxyBodySize
    }

    func write(exact path: String, to writer: inout NginxWriter) {
        let rest = location.match == .prefix ? path.dropFirst(location.path.trimmed.utf8.count) : ""
        let rewritten = location.options.rewriteTarget.map { rest.isEmpty ? $0.description : $0.trimmed + rest }
        writer.block("location = \(path)") { add(rewritten: rewritten, to: &$0) }
    }

    /// The path ends with a slash.
    func write(below path: String, to writer: inout NginxWriter) {
        writer.block("location \(path)") { writer in
            add(rewritten: location.options.rewriteTarget.map { $0.trimmed + "/" }, to: &writer)
        }
    }

    private func add(rewritten: String?, to writer: inout NginxWriter) {
        addNames(to: &writer)
        if let redirect {
            writer.block(#"if ($https = "")"#) { $0.add(redirect) }
        }
        if !location.isProxied { writer.addHead() }
        switch location.action {
        case .notFound: return writer.add(#"return 404 "default backend - 404""#)
        case .unavailable: return writer.add("return 503")
        case .redirect(let target):
            return writer.add("return 301 \(target)")
        case .proxy(let upstream):
            // A balancer without an endpoint ends with 500.
            if !addWAF(to: &writer) {
                writer.add("error_page 500 =503 @moat_unavailable")
                // Nothing, but where the worker is about to end.
                writer.add("add_header Connection $moat_close always")
            }
            writer.add("set $moat_upstream \(upstream)")
            addLimits(to: &writer)
            addSelection(to: &writer)
            writer.add(location.options.backendProtocol.pass(rewritten ?? ""))
        }
    }

    private func addNames(to writer: inout NginxWriter) {
        guard let ingress = location.ingress else { return }
        writer.add("set $moat_namespace \(ingress.namespace ?? "")")
        writer.add("set $moat_ingress \(ingress.name)")
        if let service = location.service { writer.add("set $moat_service \(service.name)") }
    }

    private func addLimits(to writer: inout NginxWriter) {
        let options = location.options
        let name = options.backendProtocol.usesGRPC ? "grpc" : "proxy"
        if options.bodySize != bodySize { writer.add("client_max_body_size \(options.bodySize)") }
        if options.connectTimeout != LocationOptions.standardConnectTimeout {
            writer.add("\(name)_connect_timeout \(options.connectTimeout)s")
        }
        if options.readTimeout != LocationOptions.standardTimeout {
            writer.add("\(name)_read_timeout \(options.readTimeout)s")
        }
        if options.sendTimeout != LocationOptions.standardTimeout {
            writer.add("\(name)_send_timeout \(options.sendTimeout)s")
        }
        for prefix in options.allowedSources { writer.add("allow \(prefix)") }
        if !options.allowedSources.isEmpty { writer.add("deny all") }
    }

    /// Names and cookie names have nothing with a meaning between quotes of Lua.
    private func addSelection(to writer: inout NginxWriter) {
        let options = location.options
        guard options.canary != nil || options.affinityCookie != nil else { return }
        let canary = options.canary.map { canary in
            "{ upstream = \"\(canary.upstream)\", weight = \(canary.weight), "
                + "namespace = \"\(canary.ingress.namespace ?? "")\", ingress = \"\(canary.ingress.name)\", "
                + "service = \"\(canary.service.name)\" }"
        }
        let cookie = options.affinityCookie.map { "\"\($0)\"" }
        writer.block("access_by_lua_block") { writer in
            writer.addLua("require(\"\(LuaModule.name)\").select(\(canary ?? "nil"), \(cookie ?? "nil"))")
        }
    }

    /// - Returns: Whether requests are looked at.
    private func addWAF(to writer: inout NginxWriter) -> Bool {
        let options = location.options.waf
        guard options.mode != .off, let ingress = location.ingress else { return false }
        writer.add("modsecurity on")
        writer.add("modsecurity_transaction_id \"\(profiles.transaction(options, ingress))\"")
        // A page by error_page would have the findings forgotten: the module keeps none over a redirect.
        writer.block("header_filter_by_lua_block") { $0.addLua("require(\"\(LuaModule.name)\").page_head()") }
        writer.block("body_filter_by_lua_block") { $0.addLua("require(\"\(LuaModule.name)\").page_body()") }
        return true
    }
}

extension IngressLocation {
    var isProxied: Bool {
        if case .proxy = action { true } else { false }
    }
}

extension NginxWriter {
    /// What answers of nginx itself have, in a location without a head of its own.
    mutating func addHead() {
        block("header_filter_by_lua_block") { $0.addLua("require(\"\(LuaModule.name)\").head()") }
    }
}
