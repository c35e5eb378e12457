import ArgumentParser
import MoatGateway
import MoatServer

struct TeardownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "teardown",
        abstract: "Take the firewall's rules out of the kernel, for good.",
        discussion: """
            When the daemon stops, its rules stay: live flows go on and new ones are dropped. This removes the rules, \
            so that the machine forwards without judging. Refused while a daemon answers. Configuration, history and \
            logs stay.

              systemctl stop moat && moat teardown --yes
            """)

    @Flag(help: "Yes: from now on nothing is filtered here.")
    var yes = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard yes else {
            throw ValidationError("after this the machine forwards everything; say so with --yes")
        }
    }

    func run() async throws {
        try MachineCheck.check(interfaces: [])
        let answer: StatusReport? = try? await DaemonClient(connection).get("/v1/status")
        if let answer {
            throw CommandFailure(
                .refused, "the daemon of firewall \(answer.firewall) is running; stop it first. Nothing was removed.")
        }
        do {
            try GatewayRemoval.run()
        } catch {
            throw CommandFailure(.cannot, "\(error)")
        }
        Output.write("The firewall's rules are gone; this machine forwards without judging.")
    }
}
