import Foundation
import MoatModel
import Testing

struct ManifestIssueTests {
    /// The example of the style guide for errors, to the letter.
    @Test func rendersInTwoColumns() {
        let issues = [
            ManifestIssue(
                position: SourcePosition(file: "policy/egress.yaml", line: 41, column: 21),
                object: "RuleCollectionGroup team, rule allow-dns",
                message: "destinationPorts: '53-5' ends before it starts", hint: "write 5-53, or 53 alone"),
            ManifestIssue(
                position: SourcePosition(file: "policy/egress.yaml", line: 58, column: 9),
                object: "RuleCollectionGroup team", message: "two collections have priority 310 (app, web)",
                hint: "priorities within a group must differ; 100 (first) to 65000 (last)"),
        ]
        #expect(
            issues.rendered() == """
                policy/egress.yaml:41:21  RuleCollectionGroup team, rule allow-dns: destinationPorts: '53-5' ends before it starts
                                          write 5-53, or 53 alone
                policy/egress.yaml:58:9   RuleCollectionGroup team: two collections have priority 310 (app, web)
                                          priorities within a group must differ; 100 (first) to 65000 (last)

                """)
    }

    @Test func rendersWithoutPlaces() {
        let issue = ManifestIssue(object: "IPGroup a", message: "is wrong", hint: "make it right")
        #expect([issue].rendered() == "IPGroup a: is wrong\n  make it right\n")
        #expect([ManifestIssue]().rendered().isEmpty)
    }

    @Test func sortsByPlace() {
        func issue(_ file: String?, _ line: Int? = nil, _ column: Int? = nil) -> ManifestIssue {
            ManifestIssue(
                position: file.map { SourcePosition(file: $0, line: line, column: column) }, message: "m")
        }
        let sorted = [issue("a"), issue("a", 2, 9), issue("a", 2, 10), issue("a", 10, 1), issue("b", 1, 1), issue(nil)]
        #expect(sorted.reversed().sorted() == sorted)
    }

    @Test func survivesItsWayOverHTTP() throws {
        let issue = ManifestIssue(
            position: SourcePosition(file: "a.yaml", line: 1, column: 2),
            resource: ResourceKey(kind: .ruleCollectionGroup, name: "p/g"), object: "RuleCollectionGroup g",
            path: "spec.priority", message: "m", hint: "h")
        let data = try JSONEncoder().encode([issue, ManifestIssue(message: "bare")])
        #expect(try JSONDecoder().decode([ManifestIssue].self, from: data) == [issue, ManifestIssue(message: "bare")])
    }
}
