import ArgumentParser
import Foundation
import MoatServer

struct MoatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "moat",
        abstract: "A cloud firewall for Kubernetes on your own Linux machines.",
        discussion: """
            One daemon (`moat serve`) carries out one firewall; the other commands talk to it over a unix socket.

              moat apply -f policy/ --confirm 60s     put manifests in force, with a way back
              moat rules                              the rules in the order in which they are judged, with hits
              moat explain 10.0.5.7 to 203.0.113.9:443/tcp
              moat logs -f                            every decision, as it is made
              moat query --list                       questions to the log, in KQL
              moat threat list                        the threat feeds, how old they are, what is wrong with any

            Exit status: 0 done; 1 refused, nothing was changed; 2 cannot be tried (no daemon, no permission);
            64 wrong usage. Of explain: 0 allowed, 1 denied, 2 error.
            """,
        version: Build.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Configuration",
                subcommands: [
                    ApplyCommand.self, ConfirmCommand.self, GetCommand.self, DeleteCommand.self, HistoryCommand.self,
                    RollbackCommand.self,
                ]),
            CommandGroup(
                name: "Traffic",
                subcommands: [
                    RulesCommand.self, FlowsCommand.self, ExplainCommand.self, LogsCommand.self, QueryCommand.self,
                    ThreatCommand.self,
                ]),
            CommandGroup(
                name: "Operation",
                subcommands: [
                    ServeCommand.self, StatusCommand.self, LoadBalancerCommand.self, IngressCommand.self,
                    TeardownCommand.self,
                    LabCommand.self, CompletionsCommand.self,
                ]),
        ])

    /// Runs a command line and ends the process with its exit status.
    static func run(_ arguments: [String]) async -> Never {
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Foundation.exit(0)
        } catch let failure as CommandFailure {
            report(failure.description)
            Foundation.exit(failure.code.rawValue)
        } catch let error as APIError {
            let failure = ErrorText.failure(error)
            report(failure.description)
            Foundation.exit(failure.code.rawValue)
        } catch {
            exit(withError: error)
        }
    }

    private static func report(_ text: String) {
        let style = Style.forDescriptor(STDERR_FILENO)
        // A list of issues begins with a file and line, which editors find only at the start.
        let prefix = text.contains("\n") ? "" : style("error: ", .red)
        FileHandle.standardError.write(Data((prefix + text + "\n").utf8))
    }
}
