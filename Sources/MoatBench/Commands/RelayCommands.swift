import ArgumentParser
import Foundation

struct RelayServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay-server", abstract: "Answer recorded hellos until the parent goes away.",
        shouldDisplay: false)

    @Option var port: UInt16 = 443

    func run() throws {
        try RelayServer(port: port).run()
    }
}

struct RelayLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay-load", abstract: "Say recorded hellos through a relay.", shouldDisplay: false)

    enum Mode: String, ExpressibleByArgument {
        case short, rate, bulk, idle
    }

    @Argument var mode: Mode
    @Argument var address: String
    @Option var port: UInt16 = 443
    @Option var seconds = 2.0
    @Option var tunnels = 64
    @Option var rate = 500.0

    func run() throws {
        let result: RelayLoad.Result
        switch mode {
        case .short: result = try load(.answer).closedLoop(concurrency: tunnels, seconds: seconds)
        case .rate: result = try load(.answer).openLoop(perSecond: rate, seconds: seconds)
        case .bulk: result = try load(.zeros).bulk(tunnels: tunnels, seconds: seconds)
        case .idle:
            let load = try load(.hold)
            // Written unbuffered: the parent waits for it, and then ends this process.
            let line = Array("ready \(try load.idle(tunnels: tunnels))\n".utf8)
            _ = write(1, line, line.count)
            while getppid() != 1 { usleep(100_000) }
            return
        }
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }

    private func load(_ wish: RelayHello.Wish) throws -> RelayLoad {
        try RelayLoad(address: address, port: port, wish: wish)
    }
}
