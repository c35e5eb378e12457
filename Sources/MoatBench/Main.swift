import ArgumentParser

/// `make bench`, and the load generators that it runs inside its namespaces.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moat-bench",
        abstract: "Measure Moat beside the real alternatives, as ratios of one run.",
        discussion: """
            Traffic flows in network namespaces that it makes and removes. Needs root.

              moat-bench run --only gateway,egress,dns,logs,threat,loadbalancer,ingress --output bench-results.json
            """,
        subcommands: [
            RunCommand.self, AcceptCommand.self, ConnectCommand.self, BulkCommand.self, FlowsCommand.self,
            RelayServerCommand.self, RelayLoadCommand.self, BalanceCommand.self,
        ])
}
