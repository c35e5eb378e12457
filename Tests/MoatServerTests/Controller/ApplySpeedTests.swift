import Foundation
import Testing

@testable import MoatServer

@Suite struct ApplySpeedTests {
    /// The budget of a changed rule among a thousand is 50 ms in an optimised build; without
    /// optimisation only that it works is asked.
    @Test func aChangedRuleAmongAThousand() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.apply(Manifest.network)
        var rules = (1...1000).map { (name: "r\($0)", port: $0) }
        _ = try await fixture.apply(Manifest.group(rules))
        var times: [Duration] = []
        for round in 1...5 {
            rules[999].port = 2000 + round
            let documents = try Manifest.documents(Manifest.group(rules))
            let start = ContinuousClock.now
            let report = try await fixture.controller.apply(documents, ControllerFixture.order)
            times.append(ContinuousClock.now - start)
            #expect(report.summary.rules.changed == 1)
        }
        #if !DEBUG
            #expect(times.sorted()[2] < .milliseconds(50), "\(times)")
        #endif
    }
}
