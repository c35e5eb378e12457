/// The files that nginx reads, for a plan. Pure: the same plan, settings and generation make the same
/// bytes.
public struct NginxConfiguration: Sendable, Equatable {
    /// By their paths relative to the runtime directory; the main file is `nginx.conf`, and `waf.conf` has
    /// the rules of the firewall, where some Ingress wants it. `default.pem` and `default.key` are the
    /// certificate of hosts that have none, so that only who runs nginx may read them.
    public let files: [String: String]

    /// The generation is what the control socket tells of workers that have this configuration.
    public init(_ plan: IngressPlan, _ settings: IngressSettings, generation: UInt64) {
        let profiles = WAFProfiles(plan)
        var writer = NginxWriter()
        NginxMain(plan, settings, profiles, generation: generation).write(to: &writer)
        var files = [
            NginxSetup.mainFile: writer.text, "\(LuaModule.name).lua": LuaModule.text + "\n",
            "default.pem": settings.defaultCertificate.chain, "default.key": settings.defaultCertificate.key,
        ]
        if !profiles.isEmpty {
            var writer = NginxWriter()
            for rules in WAFRules(profiles, settings).all {
                writer.add("modsecurity_rules " + NginxWriter.quoted(rules))
            }
            files[NginxSetup.rulesFile] = writer.text
        }
        self.files = files
    }
}
