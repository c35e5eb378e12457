import ArgumentParser
import Foundation
import MoatKubernetes

/// How a controller reaches its cluster, and leads among others of its kind.
struct ClusterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How to reach the cluster's API. Default: KUBECONFIG, or in a pod its service account, or ~/.kube/config.",
            valueName: "file"), completion: .file())
    var kubeconfig: String?

    @Option(
        help: ArgumentHelp("The context of the kubeconfig; its current one where none is named.", valueName: "name"))
    var context: String?

    @Option(
        help: ArgumentHelp("Seconds after which another takes over from a leader that is gone.", valueName: "seconds"))
    var leaseDuration = 15

    func validate() throws {
        guard (3...3600).contains(leaseDuration) else { throw ValidationError("--lease-duration is 3 to 3600") }
    }

    /// - Throws: `KubernetesConfigurationError`
    func configuration() throws -> KubernetesConfiguration {
        try KubernetesConfiguration.load(kubeconfig: kubeconfig, context: context)
    }

    /// In the proportions of Kubernetes' own: 15, 10 and 2 seconds.
    func leasePolicy() throws -> LeasePolicy {
        let seconds = Duration.seconds(leaseDuration)
        return try LeasePolicy(
            leaseDuration: seconds, renewDeadline: seconds * 2 / 3, retryPeriod: seconds * 2 / 15)
    }

    /// Another each time that it is asked for.
    func newIdentity() -> String {
        "\(ProcessInfo.processInfo.hostName)_\(UUID().uuidString.lowercased())"
    }
}
