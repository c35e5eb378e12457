import CAllocations
import Glibc
import MoatModel
import MoatPolicy

/// Judging and compiling, without a kernel.
enum EvaluateBench {
    static func run() throws -> [BenchRow] {
        let resources = ResourceSet(BenchPolicy.resources(rules: 10_000))
        let clock = ContinuousClock()
        var compileTimes: [Double] = []
        var numbering = RuleNumbering()
        var snapshot = try Snapshot.compile(
            firewall: BenchPolicy.firewall, resources: resources, serviceTags: nil, numbering: &numbering)
        for _ in 0..<7 {
            let start = clock.now
            snapshot = try Snapshot.compile(
                firewall: BenchPolicy.firewall, resources: resources, serviceTags: nil, numbering: &numbering)
            compileTimes.append((clock.now - start) / .milliseconds(1))
        }
        let flows = flows(of: resources)
        // A single call is shorter than the clock's own cost, so each sample is the mean of a
        // run of calls over neighbouring flows; the 99th percentile is of single calls, less
        // the clock's cost.
        var sink = 0
        for flow in flows { sink += evaluate(flow, snapshot).verdict == .allow ? 1 : 0 }
        var means: [Double] = []
        for start in stride(from: 0, to: flows.count - 16, by: 16) {
            let begin = nanoseconds()
            for flow in flows[start..<start + 16] { sink += evaluate(flow, snapshot).verdict == .allow ? 1 : 0 }
            means.append(Double(nanoseconds() - begin) / 16)
        }
        var singles: [Double] = []
        for flow in flows {
            let begin = nanoseconds()
            sink += evaluate(flow, snapshot).verdict == .allow ? 1 : 0
            singles.append(Double(nanoseconds() - begin))
        }
        let before = moat_allocations()
        for flow in flows { sink += evaluate(flow, snapshot).verdict == .allow ? 1 : 0 }
        let allocations = moat_allocations() - before
        guard sink > 0 else { throw BenchError("no flow was allowed: the policy is not the one meant") }
        return [
            .absolute("gateway", "evaluate, 10,000 rules, median", means.median / 1000, unit: "µs", bar: .atMost(1)),
            .absolute(
                "gateway", "evaluate, 10,000 rules, p99", singles.percentile(0.99) / 1000, unit: "µs", bar: .atMost(5)),
            .absolute(
                "gateway", "evaluate, allocations in \(flows.count) calls", Double(allocations), unit: "",
                bar: .atMost(0)),
            .absolute("gateway", "compile 10,000 rules", compileTimes.median, unit: "ms", bar: .atMost(200)),
        ]
    }

    /// Flows over all of the rules' addresses, most of which match nothing, and every tenth
    /// one the flow that the last rule allows.
    private static func flows(of resources: ResourceSet) -> [Flow] {
        var state: UInt64 = 1
        func next(_ bound: UInt32) -> UInt32 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt32(state >> 33) % bound
        }
        guard let client = IPAddress(BenchPolicy.client), let server = IPAddress(BenchPolicy.server) else { return [] }
        return (0..<50_000).map { index in
            if index % 10 == 0 {
                return Flow(
                    side: .private, source: client, destination: server, ipProtocol: .tcp, sourcePort: 40000,
                    destinationPort: 5000)
            }
            return Flow(
                side: .private, source: .v4(IPv4Address(rawValue: 0x0a00_0000 | next(0x1_0000))),
                destination: .v4(IPv4Address(rawValue: (20 + next(2)) << 24 | next(0x100_0000))),
                ipProtocol: next(3) == 0 ? .udp : .tcp, sourcePort: 40000,
                destinationPort: UInt16(1 + next(60000)))
        }
    }

    private static func nanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
