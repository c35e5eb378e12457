/// Runs iproute2's `ip`.
enum IPTool {
    /// - Throws: `LabError` with what `ip` said where it fails.
    static func run(_ arguments: [String], input: String = "", timeLimit: Duration = .seconds(20)) throws {
        let result = try Command(["ip"] + arguments, input: input, timeLimit: timeLimit).run()
        guard result.status == 0 else { throw failure(arguments, input: input, result) }
    }

    /// Runs the lines in one process; none is run after the first that fails.
    static func batch(_ lines: [String], in namespace: String, options: [String] = []) throws {
        guard !lines.isEmpty else { return }
        try run(options + ["-n", namespace, "-batch", "-"], input: lines.joined(separator: "\n") + "\n")
    }

    private static func failure(_ arguments: [String], input: String, _ result: Command.Result) -> LabError {
        if result.timedOut { return LabError("ip \(arguments.joined(separator: " ")) did not end in time") }
        let said = result.error.split(separator: "\n").joined(separator: "; ")
        var message = "ip \(arguments.joined(separator: " ")) failed: \(said)"
        // `Command failed -:7`: the line of the batch.
        if let line = said.split(separator: ":").last.flatMap({ Int($0) }) {
            let lines = input.split(separator: "\n")
            if lines.indices.contains(line - 1) { message += " (\(lines[line - 1]))" }
        }
        return LabError(message)
    }
}
