import ArgumentParser
import Foundation

/// `5000-5015`
struct PortsArgument: ExpressibleByArgument {
    var ports: ClosedRange<UInt16>

    init?(argument: String) {
        let parts = argument.split(separator: "-").compactMap { UInt16($0) }
        guard parts.count == 2, parts[0] <= parts[1] else { return nil }
        ports = parts[0]...parts[1]
    }
}

struct AcceptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Accept connections until the parent goes away.", shouldDisplay: false)

    @Argument var ports: PortsArgument

    func run() throws {
        try AcceptLoop(ports: ports.ports).run()
    }
}

struct ConnectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Open connections as fast as possible.", shouldDisplay: false)

    @Argument var address: String
    @Option var ports: PortsArgument
    @Option var seconds = 2.0
    @Option var concurrency = 64

    func run() throws {
        let result = try ConnectLoad(
            address: address, ports: ports.ports, concurrency: concurrency, seconds: seconds
        ).run()
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }
}

struct BulkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bulk", abstract: "Send over one connection as fast as it goes.", shouldDisplay: false)

    @Argument var address: String
    @Option var port: UInt16
    @Option var seconds = 2.0

    func run() throws {
        let result = try BulkLoad(address: address, port: port, seconds: seconds).run()
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }
}

struct FlowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows", abstract: "Open UDP flows of one datagram each.", shouldDisplay: false)

    @Argument var address: String
    @Option var ports: PortsArgument
    @Option var count = 100_000

    func run() throws {
        print(try FlowLoad(address: address, ports: ports.ports, flows: count).run())
    }
}
