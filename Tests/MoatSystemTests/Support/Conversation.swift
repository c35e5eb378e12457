import Foundation
import MoatLab

@testable import MoatLab

/// A program in a host that answers each line with a line, and is killed with the last
/// reference.
final class Conversation {
    private let input: Descriptor
    private let output: Descriptor
    private let child: ChildProcess

    init(_ arguments: [String], in namespace: NetworkNamespace) throws {
        guard let name = arguments.first, let program = Program.path(of: name) else {
            throw SystemTestError("there is no program \(arguments)")
        }
        let (far, near) = try Descriptor.socketPair()
        let pipe = try Descriptor.pipe()
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let vector = [program] + arguments.dropFirst()
        let numbers = (far.number, pipe.write.number, null.number)
        let environment = MachineEnvironment.variables(from: ProcessInfo.processInfo.environment)
        child = try namespace.asMachine {
            try ChildProcess.spawn(
                vector, input: numbers.0, output: numbers.1, error: numbers.2, environment: environment)
        }
        for descriptor in [far, pipe.write, null] { descriptor.close() }
        (input, output) = (near, pipe.read)
    }

    deinit {
        kill(child.pid, SIGKILL)
        _ = child.wait()
    }

    /// The line that comes back, or what came of it within the time.
    func ask(_ text: String = "", within limit: Duration = .seconds(20)) -> String {
        let line = Array("\(text)\n".utf8)
        _ = send(input.number, line, line.count, Int32(MSG_NOSIGNAL))
        let deadline = Deadline(in: limit)
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n") {
            var interest = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
            guard poll(&interest, 1, deadline.milliseconds) > 0 else { break }
            var byte: UInt8 = 0
            guard read(output.number, &byte, 1) == 1 else { break }
            bytes.append(byte)
        }
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
