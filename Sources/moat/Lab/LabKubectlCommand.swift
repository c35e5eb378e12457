import ArgumentParser
import MoatLab

struct LabKubectlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubectl",
        abstract: "Run kubectl against a lab's Kubernetes API.",
        discussion: """
            The machine's own kubectl, where it is 1.28 or later, or else Debian's, which \
            scripts/install-dependencies.sh fetches. The exit status is kubectl's. Any other kubectl works likewise \
            with KUBECONFIG=/run/moat/lab/NAME/kubeconfig.

              moat lab kubectl get services -A
              moat lab kubectl --lab aks apply --server-side -f deploy/kubernetes/cluster
            """)

    @Option(help: "The lab. Needed where several are up.")
    var lab: String?

    @Argument(parsing: .captureForPassthrough, help: "What kubectl is to do.")
    var arguments: [String] = []

    func run() async throws {
        try LabFailure.reporting { try LabSelection.lab(named: lab).executeKubectl(arguments) }
    }
}
