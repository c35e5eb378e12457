import Foundation
import Testing

@testable import MoatKubernetes

@Suite struct ServiceWriteTests {
    private func text(_ change: ServiceWrite.Change, version: String? = "7") throws -> String {
        let write = ServiceWrite(Make.key("front"), resourceVersion: version, change)
        return String(decoding: try write.json.data(), as: UTF8.self)
    }

    @Test func finalizers() throws {
        #expect(
            try text(.finalizers(["a/b"])) == #"{"metadata":{"finalizers":["a/b"],"resourceVersion":"7"}}"#)
    }

    @Test func status() throws {
        var status = ServiceStatus()
        status.loadBalancer.ingress = [LoadBalancerIngress(ip: "10.0.4.4", ipMode: .vip)]
        status.conditions = [
            Condition(
                type: "moat.dev/LoadBalancerReady", status: .true, lastTransitionTime: Make.time(0), reason: "Ensured",
                message: "m")
        ]
        #expect(
            try text(.status(status))
                == #"{"metadata":{"resourceVersion":"7"},"status":{"conditions":[{"lastTransitionTime":"#
                + #""1970-01-01T00:00:00Z","message":"m","reason":"Ensured","status":"True","type":"#
                + #""moat.dev/LoadBalancerReady"}],"loadBalancer":{"ingress":[{"ip":"10.0.4.4","ipMode":"VIP"}]}}}"#)
    }

    /// What is to go is written as an empty list.
    @Test func nothing() throws {
        #expect(
            try text(.status(ServiceStatus()), version: nil)
                == #"{"metadata":{},"status":{"conditions":[],"loadBalancer":{"ingress":[]}}}"#)
    }
}
