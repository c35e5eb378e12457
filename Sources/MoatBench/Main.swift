import Foundation
import Logging
import MoatGateway
import MoatLogs
import MoatModel
import MoatPolicy

@main
enum Main {
    static func main() async throws {
        let args = CommandLine.arguments
        if args[1] == "accept" { try AcceptLoop(ports: 5000...5015).run() }
        if args[1] == "connect" {
            let r = try ConnectLoad(address: args[2], ports: 5000...5015, concurrency: Int(args[4])!, seconds: Double(args[3])!).run()
            print(r, r.perSecond)
        }
        if args[1] == "gate" {
            let logger = Logger(label: "gate")
            let logs = LogWriter(store: try JSONLinesStore(directory: URL(fileURLWithPath: args[3])), origin: LogOrigin(firewall: "edge"), logger: logger)
            let gw = try Gateway(GatewayConfiguration(publicInterface: "eth0", privateInterface: "eth1", newFlowsPerSource: 0), logs: logs, logger: logger)
            let reading = ManifestReader.read(paths: [args[2]])
            for i in reading.issues { print(i) }
            var numbering = RuleNumbering()
            let snap = try Snapshot.compile(firewall: "edge", resources: ResourceSet(reading.resources), serviceTags: nil, numbering: &numbering)
            print(try await gw.apply(snap))
            while true { try await Task.sleep(for: .seconds(2)); print(await gw.status(), try await gw.counters()) }
        }
    }
}
