/// The files that nginx reads, for a plan.
public struct NginxConfiguration: Sendable, Equatable {
    /// By their paths relative to the runtime directory; the main file is `nginx.conf`.
    public let files: [String: String]

    /// - Parameter generation: What the control socket tells of workers that have this configuration.
    public init(_ plan: IngressPlan, _ settings: IngressSettings, generation: UInt64) {
        files = ["nginx.conf": ""]
    }
}
