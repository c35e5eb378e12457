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
    ])
    func labelsAreSelected(text: String, matches: Bool) throws {
        #expect(try LabelSelector.parse(text).matches(Self.labels) == matches)
    }

    @Test(arguments: ["=", "a=b=c", "app in web", "app in (a", "a b", "app on (a)", "a,,b", "a=(b)", "!"])
    func whatIsNoSelectorIsRefused(text: String) {
        #expect(throws: APIStatus.self) { try LabelSelector.parse(text) }
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
