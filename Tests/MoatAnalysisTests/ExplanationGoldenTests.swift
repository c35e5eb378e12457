import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

@Suite("explanations, each beside its flow") struct ExplanationGoldenTests {
    @Test func dump() throws {
        let scene = try AnalysisScene()
        let snapshot = try scene.compile()
        for text in [
            "10.0.5.9 203.0.113.9:8443", "10.0.5.7 203.0.113.9:443", "10.0.5.7 203.0.113.66:443",
            "10.0.5.7 8.8.8.8/icmp", "203.0.113.50 198.51.100.10:80", "203.0.113.51 198.51.100.10:22",
            "203.0.113.51 198.51.100.10/icmp", "10.0.5.7 198.51.100.10:443", "10.0.4.4 203.0.113.9:443",
            "fd00:10:0:5::7 [2001:db8::9]:443", "10.0.5.7 10.0.4.4:80", "10.0.5.7 203.0.113.53:123/udp",
            "10.0.5.7 10.0.3.4:22",
        ] {
            let flow = try FlowExpression(parsing: text).flow(in: snapshot)
            print("=== \(text)")
            print(explain(flow, snapshot, scene.resources).text)
        }
    }
}
