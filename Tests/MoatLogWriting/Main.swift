import Foundation
import Logging
import MoatLogs
import MoatModel

/// Stores records in a directory as fast as it can, until it is killed, and says after each
/// batch on its output how many there were. The tests of what a crash leaves start it.
@main
struct Main {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { exit(64) }
        let origin = LogOrigin(firewall: "edge")
        let store = try DuckDBStore(directory: URL(fileURLWithPath: CommandLine.arguments[1]), origin: origin)
        let writer = LogWriter(store: store, origin: origin, logger: Logger(label: "writing"))
        let size = 1000
        var count = 0
        while true {
            let time = LogTimestamp.now()
            writer.append((count..<count + size).map { record($0, time) })
            count += size
            print(count, writer.losses.filter { $0.key.contains("dropped") }.values.reduce(0, +))
            fflush(nil)
            usleep(5000)
        }
    }

    private static func record(_ number: Int, _ time: LogTimestamp) -> LogRecord {
        .flowTrace(
            AZFWFlowTrace(
                timeGenerated: time, ipProtocol: .tcp,
                sourceIp: .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number))),
                sourcePort: 40_000, destinationIp: .v4(IPv4Address(rawValue: 0xcb00_7109)), destinationPort: 443,
                action: .deny,
                actionReason: "Packet is not part of a known flow", flag: .synAck))
    }
}
