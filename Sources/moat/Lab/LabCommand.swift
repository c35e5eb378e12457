import ArgumentParser

struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Whole topologies on this machine, out of network namespaces.",
        discussion: """
            A lab is a small internet, a firewall that runs `moat serve`, a virtual network and the hosts in it, all on
            this machine and apart from its own network. Needs root.

              moat lab up Examples/aks-firewall/lab.yaml
              moat lab status
              moat lab exec client -- curl -i http://198.51.100.10/
              moat lab kubectl get services -A
              moat lab down

            Exit status: 0 done; 1 refused or failed, nothing is left over; 2 cannot be tried (no root, no `ip`, kernel
            feature missing). Of exec and kubectl: the command's own.
            """,
        subcommands: [
            LabUpCommand.self, LabDemoCommand.self, LabDownCommand.self, LabStatusCommand.self, LabListCommand.self,
            LabExecCommand.self, LabKubectlCommand.self, LabCertificateCommand.self,
            LabFabricCommand.self, LabResponderCommand.self, LabKubernetesCommand.self, LabFetchCommand.self,
        ])
}
