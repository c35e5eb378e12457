import MoatLogs
import Testing

@testable import MoatIngress

struct IngressMetricsTests {
    @Test func recordsAreCountedForEachIngress() throws {
        var metrics = IngressMetrics()
        metrics.add(try TestRecords.access(status: 200))
        metrics.add(try TestRecords.access(status: 204))
        metrics.add(try TestRecords.access(status: 502))
        metrics.add(try TestRecords.access(ingress: "a\"b", status: 0))
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
            metrics.add(try TestRecords.access(ingress: "\(number)"))
        }
        #expect(metrics.counts.count == IngressMetrics.maximumKeys + 1)
        #expect(metrics.counts[.init(namespace: "", ingress: "")]?.bytesSent == 200)
    }
}
