/// The files that nginx reads, for a plan. Pure: the same plan, settings and generation make the same
/// bytes.
public struct NginxConfiguration: Sendable, Equatable {
    /// By their paths relative to the runtime directory; the main file is `nginx.conf`. `default.pem`
    /// and `default.key` are the certificate of hosts that have none, so that only who runs nginx may
    /// read them.
    public let files: [String: String]

    /// The generation is what the control socket tells of workers that have this configuration.
    public init(_ plan: IngressPlan, _ settings: IngressSettings, generation: UInt64) {
        var writer = NginxWriter()
        NginxMain(plan, settings, generation: generation).write(to: &writer)
        files = [
            "nginx.conf": writer.text, "\(LuaModule.name).lua": LuaModule.text + "\n",
            "default.pem": settings.defaultCertificate.chain, "default.key": settings.defaultCertificate.key,
        ]
    }
}
