import FoundationEssentials
import Glibc

extension Lab {
    /// Puts a command in the place of this process, in a machine of the lab; its exit
    /// status becomes this process's.
    /// - Throws: `LabError` where there is no such machine or command. Does not return
    ///   otherwise.
    public func execute(_ command: [String], on host: String) throws -> Never {
        try Privileges.require()
        let record = try record()
        guard let machine = record.host(host) else {
            let known = record.hosts.map(\.name).joined(separator: ", ")
            throw LabError("lab \(name) has no machine \(host); it has: \(known)")
        }
        guard let name = command.first, let program = Program.path(of: name), let ip = Program.path(of: "ip") else {
            throw LabError(.cannot, "there is no command '\(command.first ?? "")' on this machine")
        }
        try directory.files(machine.name).mount()
        let environment = MachineEnvironment.variables(from: ProcessInfo.processInfo.environment)
        // Across exec(2) an ignored signal stays ignored, and most programs expect to be
        // ended by a closed pipe.
        signal(SIGPIPE, SIG_DFL)
        let arguments = [ip, "netns", "exec", machine.namespace, program] + command.dropFirst()
        let vector = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        execve(ip, vector, variables)
        throw SystemError("run \(name)", errno)
    }

    /// The namespace of a machine, to open sockets or run commands in.
    /// - Throws: `LabError` where the lab is not up or has no such machine.
    public func namespace(of host: String) throws -> NetworkNamespace {
        let record = try record()
        guard let machine = record.host(host) else {
            let known = record.hosts.map(\.name).joined(separator: ", ")
            throw LabError("lab \(name) has no machine \(host); it has: \(known)")
        }
        return directory.machine(machine.name)
    }
}
