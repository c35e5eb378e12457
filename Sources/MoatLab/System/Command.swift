import FoundationEssentials
import Glibc

/// A program that is run to its end and whose output is kept.
public struct Command: Sendable {
    /// The program (a name is looked up in PATH) and its arguments.
    public var arguments: [String]
    /// Nil: in this process's own. A machine of a lab brings its files and its environment.
    public var namespace: NetworkNamespace?
    /// What it reads on standard input.
    public var input: String
    /// It is killed (SIGKILL) after that time.
    public var timeLimit: Duration

    public init(
        _ arguments: [String], in namespace: NetworkNamespace? = nil, input: String = "",
        timeLimit: Duration = .seconds(10)
    ) {
        self.arguments = arguments
        self.namespace = namespace
        self.input = input
        self.timeLimit = timeLimit
    }

    public struct Result: Hashable, Sendable {
        /// 128 + n where signal n ended it.
        public var status: Int32
        /// At most 8 MiB are kept of each stream.
        public var output: String
        public var error: String
        /// Whether it was killed at the time limit.
        public var timedOut: Bool
    }

    /// - Throws: `SystemError` where it cannot be started. A status other than 0 is a
    ///   result, not an error.
    public func run() throws -> Result {
        guard let name = arguments.first, let program = Program.path(of: name) else {
            throw SystemError("find the program \(arguments.first ?? "''")", ENOENT)
        }
        let vector = [program] + arguments.dropFirst()
        let (inputFar, inputNear) = try Descriptor.socketPair()
        let output = try Descriptor.pipe()
        let error = try Descriptor.pipe()
        let numbers = (inputFar.number, output.write.number, error.write.number)
        let environment = namespace?.files.map { _ in
            MachineEnvironment.variables(from: ProcessInfo.processInfo.environment)
        }
        let spawn: @Sendable () throws -> ChildProcess = {
            try ChildProcess.spawn(
                vector, input: numbers.0, output: numbers.1, error: numbers.2, environment: environment)
        }
        let child = try namespace.map { try $0.asMachine(spawn) } ?? spawn()
        for descriptor in [inputFar, output.write, error.write] { descriptor.close() }
        var exchange = CommandExchange(input: inputNear, text: input, output: output.read, error: error.read)
        let deadline = Deadline(in: timeLimit)
        var status: Int32?
        while status == nil, !deadline.hasPassed {
            exchange.step(atMost: min(deadline.milliseconds, exchange.isOver ? 1 : 50))
            status = child.poll()
        }
        let timedOut = status == nil
        if timedOut { kill(child.pid, SIGKILL) }
        let code = status ?? child.wait()
        exchange.drain()
        return Result(status: code, output: exchange.outputText, error: exchange.errorText, timedOut: timedOut)
    }
}
