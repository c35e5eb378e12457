import ArgumentParser
import Foundation

struct ConnectionOptions: ParsableArguments {
    static let defaultSocket = "/run/moat/moat.sock"

    @Option(
        help: ArgumentHelp(
            "The daemon's socket. Default: the environment variable MOAT_SOCKET, or else \(defaultSocket).",
            valueName: "path"))
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "Talk to the firewall of a lab (`moat lab up`): its socket is /run/moat/lab/NAME/moat.sock.",
            valueName: "name"))
    var lab: String?

    func validate() throws {
        guard socket == nil || lab == nil else {
            throw ValidationError("--socket and --lab both name a daemon; give one of them")
        }
        guard let lab else { return }
        let isName =
            !lab.isEmpty
            && lab.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
        guard isName, !lab.hasPrefix(".") else {
            throw ValidationError("'\(lab)' is not the name of a lab: letters, digits, '-', '_' and '.' only")
        }
    }

    func socketPath(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        if let socket { return socket }
        if let lab { return "/run/moat/lab/\(lab)/moat.sock" }
        if let path = environment["MOAT_SOCKET"], !path.isEmpty { return path }
        return Self.defaultSocket
    }
}
