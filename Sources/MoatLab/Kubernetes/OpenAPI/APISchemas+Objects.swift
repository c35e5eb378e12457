extension APISchemas {
    /// The kinds of the core group that little is done with.
    static var plainObjects: [APISchema] {
        [
            object(
                core("Namespace"), "A space for names.",
                [
                    .init("spec", .reference(core("NamespaceSpec")), "What the namespace is to be."),
                    .init("status", .reference(core("NamespaceStatus")), "What the namespace is."),
                ]),
            APISchema(
                core("NamespaceSpec"), "What a namespace is to be.",
                [.init("finalizers", .list(.string), "What must be done before it may go.")]),
            APISchema(
                core("NamespaceStatus"), "What a namespace is.",
                [
                    .init(
                        "conditions", .list(.any), "What holds of the namespace.", mergeKey: "type",
                        listMapKeys: ["type"]),
                    .init("phase", .string, "Active, or Terminating."),
                ]),
            object(
                core("ConfigMap"), "Configuration for programs.",
                [
                    .init("binaryData", .map(.bytes), "Values that are no text."),
                    .init("data", .map(.string), "Values."),
                    .init("immutable", .bool, "Whether the values stay as they are."),
                ]),
            object(
                core("Secret"), "Values that few may read.",
                [
                    .init("data", .map(.bytes), "Values."),
                    .init("immutable", .bool, "Whether the values stay as they are."),
                    .init("stringData", .map(.string), "Values as text, which become data when they are written."),
                    .init("type", .string, "What the values are for; Opaque."),
                ]),
            object(
                core("ServiceAccount"), "Who a program is. A lab does not act on it.",
                [
                    .init("automountServiceAccountToken", .bool, "Whether pods get its token."),
                    .init(
                        "imagePullSecrets", .list(.reference(core("LocalObjectReference"))), "For images.",
                        mergeKey: "name", listMapKeys: ["name"]),
                    .init(
                        "secrets", .list(.reference(core("ObjectReference"))), "What its pods may read.",
                        mergeKey: "name", listMapKeys: ["name"]),
                ]),
            APISchema(
                core("LocalObjectReference"), "An object of the same namespace.",
                [.init("name", .string, "The name.")]),
            objectReference, event, eventSeries,
            APISchema(
                core("EventSource"), "Who says what an event says.",
                [
                    .init("component", .string, "The program."),
                    .init("host", .string, "The node that it runs on."),
                ]),
        ]
    }

    private static var objectReference: APISchema {
        APISchema(
            core("ObjectReference"), "An object.",
            [
                .init("apiVersion", .string, "The group and version of the object's kind."),
                .init("fieldPath", .string, "The part of the object."),
                .init("kind", .string, "The object's kind."),
                .init("name", .string, "The object's name."),
                .init("namespace", .string, "The object's namespace."),
                .init("resourceVersion", .string, "The version of the object."),
                .init("uid", .string, "The object's uid."),
            ])
    }

    private static var event: APISchema {
        object(
            core("Event"), "Something that happened to an object.",
            [
                .init("action", .string, "What was done."),
                .init("count", .int32, "How often it happened."),
                .init("eventTime", .microTime, "When it happened."),
                .init("firstTimestamp", .time, "When it happened first."),
                .init(
                    "involvedObject", .reference(core("ObjectReference")), "The object that it happened to.",
                    required: true),
                .init("lastTimestamp", .time, "When it happened last."),
                .init("message", .string, "What happened, for people."),
                .init("reason", .string, "Why, in one word."),
                .init("related", .reference(core("ObjectReference")), "Another object that had to do with it."),
                .init("reportingComponent", .string, "The program that says so."),
                .init("reportingInstance", .string, "Which of them."),
                .init("series", .reference(core("EventSeries")), "How often it happened."),
                .init("source", .reference(core("EventSource")), "Who says so."),
                .init("type", .string, "Normal or Warning."),
            ])
    }

    private static var eventSeries: APISchema {
        APISchema(
            core("EventSeries"), "How often something happened.",
            [
                .init("count", .int32, "How often."),
                .init("lastObservedTime", .microTime, "When it happened last."),
            ])
    }
}
