import FoundationEssentials

/// What happened to an object. The same again is a repetition.
struct EventNote: Hashable, Sendable {
    var object: ObjectReference
    var type: EventType
    var reason: String
    /// At most as long as the API takes.
    var message: String

    private static let maximumMessage = 1024

    init(_ object: ObjectReference, _ type: EventType, _ reason: String, _ message: String) {
        // Each change of the object would else be another object.
        self.object = object
        self.object.resourceVersion = nil
        self.type = type
        self.reason = reason
        var message = message
        if message.utf8.count > Self.maximumMessage {
            message = String(message.prefix(Self.maximumMessage))
            while message.utf8.count > Self.maximumMessage - 3 { message.removeLast() }
            message += "…"
        }
        self.message = message
    }

    /// Events about what has no namespace are in `default`.
    var namespace: String {
        object.namespace.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    }

    /// A name that no other event has: that of the object, and a number that is not used again.
    func name(number: UInt64) -> String {
        "\((object.name ?? "").prefix(230)).\(String(number, radix: 16))"
    }

    func event(name: String, component: String, instance: String, now: Date) -> Event {
        Event(
            metadata: ObjectMeta(name: name, namespace: namespace), involvedObject: object, reason: reason,
            message: message, type: type, count: 1, firstTimestamp: Time(now), lastTimestamp: Time(now),
            source: EventSource(component: component, host: instance), reportingComponent: component,
            reportingInstance: instance)
    }
}
