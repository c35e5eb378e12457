import Testing

@testable import MoatLab

@Suite struct SelectorTests {
    private static let labels = ["app": "web", "tier": "front", "empty": ""]

    @Test(arguments: [
        ("", true), ("app=web", true), ("app==web", true), ("app=db", false), ("app!=db", true), ("app!=web", false),
        ("missing!=x", true), ("app in (db, web)", true), ("app in (db)", false), ("app notin (db,web)", false),
        ("missing notin (a)", true), ("app", true), ("missing", false), ("!missing", true), ("! app", false),
        ("app=web,tier=front", true), ("app=web,tier=back", false), ("app in (web),!x,tier notin (back)", true),
        ("empty=", true), ("app=", false), (" app = web ", true),
        ("empty in ()", true), ("app in ()", false), ("empty notin (,web)", false),
    ])
    func labelsAreSelected(text: String, matches: Bool) throws {
        #expect(try LabelSelector.parse(text).matches(Self.labels) == matches)
    }

    @Test(arguments: ["=", "a=b=c", "app in web", "app in (a", "a b", "app on (a)", "a,,b", "a=(b)", "!", "a>1"])
    func whatIsNoSelectorIsRefused(text: String) {
        #expect(throws: APIStatus.self) { try LabelSelector.parse(text) }
    }

    @Test(arguments: [
        ("a/b/c=1", "<nil>: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters"),
        ("-a", "<nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters"),
        ("!Example.com/a", "<nil>: Invalid value: \"Example.com/a\": prefix part a lowercase RFC 1123 subdomain"),
        ("\(String(repeating: "a", count: 64)) in (b)", "<nil>: Invalid value: \"aaaaaaa"),
        ("a=-b", "values[0]: Invalid value: \"-b\": a valid label must be an empty string or consist of"),
        ("a notin (b,c/d)", "values[1]: Invalid value: \"c/d\": a valid label must be an empty string"),
        ("a!=\(String(repeating: "b", count: 64))", "values[0]: Invalid value: \"bbbbbbb"),
    ])
    func keysAndValuesThatNoLabelHasAreRefused(text: String, problem: String) {
        let error = #expect(throws: APIStatus.self) { try LabelSelector.parse(text) }
        #expect(error?.code == 400)
        #expect(error?.message.hasPrefix("unable to parse requirement: \(problem)") == true, "\(error?.message ?? "")")
    }

    private static let event = StoredObject(
        name: ObjectName(namespace: "demo", name: "e"), version: 5,
        value: [
            "metadata": ["name": "e", "namespace": "demo", "labels": ["a": "b"]],
            "involvedObject": ["kind": "Service", "name": "web"], "type": "Warning",
        ])

    @Test(arguments: [
        ("metadata.name=e", true), ("metadata.name=f", false), ("metadata.namespace==demo,metadata.name!=f", true),
        ("involvedObject.kind=Service,involvedObject.name=web", true), ("involvedObject.name!=web", false),
        ("type=Warning", true), ("reason=", true), ("", true),
    ])
    func fieldsAreSelected(text: String, matches: Bool) throws {
        #expect(try FieldSelector.parse(text, kind: .event).matches(Self.event) == matches)
    }

    private static func object(_ content: JSONValue) -> StoredObject {
        StoredObject(name: ObjectName(namespace: "", name: "o"), version: 1, value: content)
    }

    @Test func aNodeThatSaysNothingIsSchedulable() throws {
        let schedulable = try FieldSelector.parse("spec.unschedulable=false", kind: .node)
        #expect(schedulable.matches(Self.object(["spec": [:]])))
        #expect(schedulable.matches(Self.object(["spec": ["unschedulable": false]])))
        #expect(!schedulable.matches(Self.object(["spec": ["unschedulable": true]])))
        #expect(try !FieldSelector.parse("spec.unschedulable=", kind: .node).matches(Self.object([:])))
        #expect(try FieldSelector.parse("spec.hostNetwork=false", kind: .pod).matches(Self.object(["spec": [:]])))
    }

    @Test func anEventsSourceIsItsComponentOrItsReporter() throws {
        let selector = try FieldSelector.parse("source=lab", kind: .event)
        #expect(selector.matches(Self.object(["source": ["component": "lab"], "reportingComponent": "x"])))
        #expect(selector.matches(Self.object(["source": ["host": "n1"], "reportingComponent": "lab"])))
        #expect(!selector.matches(Self.object(["source": ["component": "x"], "reportingComponent": "lab"])))
        #expect(try FieldSelector.parse("source=", kind: .event).matches(Self.object([:])))
    }

    @Test func fieldsThatNobodySelectsByAreRefused() {
        #expect(throws: APIStatus.badRequest("field label not supported: spec.foo")) {
            try FieldSelector.parse("spec.foo=a", kind: .service)
        }
        #expect(throws: APIStatus.self) { try FieldSelector.parse("metadata.name", kind: .service) }
    }

    private static func object(_ labels: JSONValue, version: Int64) -> StoredObject {
        StoredObject(
            name: ObjectName(namespace: "demo", name: "e"), version: version,
            value: ["metadata": ["labels": labels, "resourceVersion": .string(String(version))]])
    }

    @Test func anObjectEntersAndLeavesTheSelection() throws {
        let filter = ObjectFilter(namespace: "demo", labels: try LabelSelector.parse("on=yes"))
        let off = Self.object([:], version: 1)
        let on = Self.object(["on": "yes"], version: 2)
        let change = { StoreChange(before: $0, object: $1, isRemoval: $2) }
        #expect(filter.event(for: change(off, on, false))?.type == .added)
        #expect(filter.event(for: change(nil, on, false))?.type == .added)
        #expect(filter.event(for: change(on, on, false))?.type == .modified)
        #expect(filter.event(for: change(off, off, false)) == nil)
        #expect(filter.event(for: change(off, off, true)) == nil)
        #expect(filter.event(for: change(on, on, true))?.type == .deleted)
        let left = try #require(filter.event(for: change(on, Self.object([:], version: 3), false)))
        #expect(left.type == .deleted)
        // As it was when it was selected, at the version at which it no longer was.
        #expect(left.object.value[["metadata", "labels", "on"]] == "yes")
        #expect(left.object.value[["metadata", "resourceVersion"]] == "3")
        #expect(ObjectFilter(namespace: "other").event(for: change(nil, on, false)) == nil)
    }
}
