import Foundation

/// Runs a program with an argument vector (never a shell) and waits for it.
enum Command {
    struct Result {
        var status: Int32
        var output: String
        var error: String
    }

    struct NotFound: Error, CustomStringConvertible {
        var name: String
        var description: String { "\(name) was not found" }
    }

    private static let path = ["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/local/bin"]

    static func run(_ name: String, _ arguments: [String]) throws -> Result {
        guard
            let file = path.lazy.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { throw NotFound(name: name) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: file)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        let error = Pipe()
        process.standardOutput = output
        process.standardError = error
        try process.run()
        // These tools write little; reading one pipe to its end before the other cannot block.
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        let errorData = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
            error: String(decoding: errorData, as: UTF8.self))
    }
}
