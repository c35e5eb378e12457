extension APISchemas {
    /// The parts that objects of every kind have.
    static var shared: [APISchema] {
        [objectMeta, ownerReference, managedFields, listMeta, labelSelector, labelSelectorRequirement, condition]
    }

    private static var objectMeta: APISchema {
        APISchema(
            meta("ObjectMeta"), "What every object has.",
            [
                .init("annotations", .map(.string), "Notes for programs; nothing is selected by them."),
                .init("creationTimestamp", .time, "When the object was created. Set by the server."),
                .init("deletionGracePeriodSeconds", .int64, "How long a deletion may take. Set by the server."),
                .init("deletionTimestamp", .time, "When the object was asked to go. Set by the server."),
                .init("finalizers", .list(.string), "What must be done before the object may go.", isSet: true),
                .init("generateName", .string, "The start of the name, where the server is to find one."),
                .init("generation", .int64, "Counts changes of what is wanted. Set by the server."),
                .init("labels", .map(.string), "Names and values by which objects are selected."),
                .init(
                    "managedFields", .list(.reference(meta("ManagedFieldsEntry"))),
                    "Who set which fields. Set by the server."),
                .init("name", .string, "The name, unique among the objects of the kind in the namespace."),
                .init("namespace", .string, "The namespace that the object is in."),
                .init(
                    "ownerReferences", .list(.reference(meta("OwnerReference"))),
                    "The objects without which this one goes too.", mergeKey: "uid", listMapKeys: ["uid"]),
                .init("resourceVersion", .string, "Changes with every change. Set by the server."),
                .init("selfLink", .string, "Not used any more."),
                .init("uid", .string, "Unique among all objects, also gone ones. Set by the server."),
            ])
    }

    private static var ownerReference: APISchema {
        APISchema(
            meta("OwnerReference"), "An object without which another one goes.",
            [
                .init("apiVersion", .string, "The group and version of the owner.", required: true),
                .init("blockOwnerDeletion", .bool, "Whether the owner waits until this object is gone."),
                .init("controller", .bool, "Whether the owner looks after this object."),
                .init("kind", .string, "The kind of the owner.", required: true),
                .init("name", .string, "The name of the owner.", required: true),
                .init("uid", .string, "The uid of the owner.", required: true),
            ])
    }

    private static var managedFields: APISchema {
        APISchema(
            meta("ManagedFieldsEntry"), "The fields that one manager set.",
            [
                .init("apiVersion", .string, "The version that the fields are of."),
                .init("fieldsType", .string, "How the fields are written; FieldsV1."),
                .init("fieldsV1", .any, "The fields, as a tree."),
                .init("manager", .string, "Who set them."),
                .init("operation", .string, "Apply or Update."),
                .init("subresource", .string, "The subresource through which they were set."),
                .init("time", .time, "When they were set last."),
            ])
    }

    private static var listMeta: APISchema {
        APISchema(
            meta("ListMeta"), "What every list has.",
            [
                .init("continue", .string, "Where the list goes on, if it does."),
                .init("remainingItemCount", .int64, "How many objects are left."),
                .init("resourceVersion", .string, "The version as of which the list was made."),
                .init("selfLink", .string, "Not used any more."),
            ])
    }

    private static var labelSelector: APISchema {
        APISchema(
            meta("LabelSelector"), "Objects whose labels match all that is said.",
            [
                .init(
                    "matchExpressions", .list(.reference(meta("LabelSelectorRequirement"))),
                    "What holds of the labels."),
                .init("matchLabels", .map(.string), "Labels that the objects have."),
            ])
    }

    private static var labelSelectorRequirement: APISchema {
        APISchema(
            meta("LabelSelectorRequirement"), "What holds of one label.",
            [
                .init("key", .string, "The label.", required: true),
                .init("operator", .string, "In, NotIn, Exists or DoesNotExist.", required: true),
                .init("values", .list(.string), "The values that the operator is about."),
            ])
    }

    private static var condition: APISchema {
        APISchema(
            meta("Condition"), "Something that is, is not, or may be so.",
            [
                .init("lastTransitionTime", .time, "When the status changed last.", required: true),
                .init("message", .string, "What it is, for people.", required: true),
                .init("observedGeneration", .int64, "The generation of the object that this was found of."),
                .init("reason", .string, "Why, in one word.", required: true),
                .init("status", .string, "True, False or Unknown.", required: true),
                .init("type", .string, "What it is about.", required: true),
            ])
    }
}
