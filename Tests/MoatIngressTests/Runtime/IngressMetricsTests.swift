import MoatLogs
import Testing

@testable import MoatIngress

struct IngressMetricsTests {
    private func request(ingress: String = "shop", status: UInt16 = 200) -> IngressMetrics.Request {
        .init(
            key: .init(namespace: "team", ingress: ingress), status: status, bytesReceived: 100, bytesSent: 200,
            seconds: 0.5)
    }

    @Test func recordsAreCountedForEachIngress() throws {
        var metrics = IngressMetrics()
        metrics.add(request(status: 200))
        metrics.add(request(status: 204))
        metrics.add(request(status: 502))
        metrics.add(request(ingress: "a\"b", status: 0))
        metrics.add(try TestRecords.finding(.blocked))
        metrics.add(try TestRecords.finding(.detected))
        metrics.add(try TestRecords.finding(.detected))
        let lines = Set(metrics.text.split(separator: "\n").map(String.init))
        for line in [
            #"moat_ingress_requests_total{namespace="team",ingress="shop",status="2xx"} 2"#,
            #"moat_ingress_requests_total{namespace="team",ingress="shop",status="5xx"} 1"#,
            #"moat_ingress_requests_total{namespace="team",ingress="a\"b",status="none"} 1"#,
            #"moat_ingress_received_bytes_total{namespace="team",ingress="shop"} 300"#,
            #"moat_ingress_sent_bytes_total{namespace="team",ingress="shop"} 600"#,
            #"moat_ingress_request_seconds_total{namespace="team",ingress="shop"} 1.5"#,
            #"moat_ingress_waf_findings_total{namespace="team",ingress="shop",action="blocked"} 1"#,
            #"moat_ingress_waf_findings_total{namespace="team",ingress="shop",action="detected"} 2"#,
            "# TYPE moat_ingress_requests_total counter",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func namesWithoutEndAreBounded() throws {
        var metrics = IngressMetrics()
        for number in 0...IngressMetrics.maximumKeys {
            metrics.add(request(ingress: "\(number)"))
        }
        #expect(metrics.counts.count == IngressMetrics.maximumKeys + 1)
        #expect(metrics.counts[.init(namespace: "", ingress: "")]?.bytesSent == 200)
    }
}
