import MoatKubernetes
import Testing

@testable import MoatIngress

@Suite struct WAFExclusionLimitTests {
    @Test func onlySoManyDifferentListsCount() throws {
        let settings = IngressSettings(
            runtimeDirectory: "/run/x", defaultCertificate: DefaultCertificate(chain: "", key: ""))
        let count = WAFExclusionLimit.maximum
        let ingresses = (0...(count + 1)).map { index in
            // The last has the list of the first.
            let rule = 942_000 + (index == count + 1 ? 0 : index)
            return Ingress(
                "i\(index)", age: 1000 - index,
                annotations: ["moat.dev/waf": "block", "moat.dev/waf-exclude": "\(rule)"],
                [IngressRule("h\(index).test", .prefix("/", "app"))])
        }
        let objects = IngressObjects(
            ingresses: ingresses, classes: [IngressObjects.testClass], services: [Service(name: "app")])
        let plan = IngressPlan(objects, settings)
        #expect(plan.problems.map(\.object.name) == ["i\(count)"])
        #expect(plan.problems.map(\.reason) == ["TooManyExclusions"])
        #expect(WAFProfiles(plan).all.count == count + 1)
    }
}
