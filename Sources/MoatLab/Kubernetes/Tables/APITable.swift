/// Objects as a table (`meta.k8s.io/v1`), which is how kubectl asks for what it shows.
enum APITable {
    /// How much of each object goes with its row.
    enum IncludedObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"
    }

    /// A table of objects of one kind. `listMetadata` is that of the list that the table stands
    /// for, of an object alone its resourceVersion; a watch leaves out the columns'
    /// definitions after its first event.
    static func table(
        of objects: [JSONValue], kind: APIKind, listMetadata: JSONValue, including included: IncludedObject = .metadata,
        definesColumns: Bool = true, now: APITime
    ) -> JSONValue {
        let columns = columns(of: kind)
        let rows = objects.map { object in
            var row = JSONValue.object(["cells": .array(columns.map { $0.cell(object, now) })])
            switch included {
            case .none:
                break
            case .metadata:
                row["object"] = .object([
                    "kind": .string("PartialObjectMetadata"), "apiVersion": .string("meta.k8s.io/v1"),
                    "metadata": object["metadata"] ?? .object([:]),
                ])
            case .object:
                row["object"] = object
            }
            return row
        }
        return .object([
            "kind": .string("Table"),
            "apiVersion": .string("meta.k8s.io/v1"),
            "metadata": listMetadata,
            "columnDefinitions": definesColumns ? .array(columns.map(\.definition)) : .array([]),
            "rows": .array(rows),
        ])
    }

    /// The columns that Kubernetes has for a kind.
    static func columns(of kind: APIKind) -> [TableColumn] {
        switch kind {
        case .service: serviceColumns
        case .pod: podColumns
        case .node: nodeColumns
        case .event: eventColumns
        case .namespace: [.objectName, .field("Status", "status", "phase"), .age]
        case .secret: [.objectName, .field("Type", "type"), count("Data", ["data"]), .age]
        case .configMap: [.objectName, count("Data", ["data"], ["binaryData"]), .age]
        case .serviceAccount: [.objectName, count("Secrets", ["secrets"]), .age]
        case .endpointSlice: endpointSliceColumns
        case .ingress: ingressColumns
        case .ingressClass: ingressClassColumns
        case .lease: [.objectName, .field("Holder", "spec", "holderIdentity"), .age]
        case .deployment: deploymentColumns
        case .role, .clusterRole:
            [.objectName, .field("Created At", "metadata", "creationTimestamp")]
        case .roleBinding, .clusterRoleBinding:
            [
                .objectName,
                .text("Role") { "\($0[["roleRef", "kind"]]?.string ?? "")/\($0[["roleRef", "name"]]?.string ?? "")" },
                .age,
            ]
        case .podDisruptionBudget:
            [
                .objectName, .text("Min Available") { intOrString($0[["spec", "minAvailable"]]) },
                .text("Max Unavailable") { intOrString($0[["spec", "maxUnavailable"]]) },
                TableColumn("Allowed Disruptions", type: "integer") { object, _ in
                    .integer(object[["status", "disruptionsAllowed"]]?.integer ?? 0)
                },
                .age,
            ]
        default: [.objectName, .age]
        }
    }

    /// How many members or items `object` has at all of `paths` together.
    private static func count(_ name: String, _ paths: [String]...) -> TableColumn {
        TableColumn(name, type: "integer") { object, _ in
            .integer(
                paths.reduce(0) { sum, path in
                    sum + Int64(object[path]?.object?.count ?? object[path]?.array?.count ?? 0)
                })
        }
    }

    private static func intOrString(_ value: JSONValue?) -> String {
        value?.string ?? value?.integer.map(String.init) ?? "N/A"
    }

    /// `items` joined, where there are more than `limit` with how many more.
    static func joined(_ items: [String], limit: Int = 3, empty: String) -> String {
        guard !items.isEmpty else { return empty }
        let shown = items.prefix(limit).joined(separator: ",")
        return items.count > limit ? "\(shown) + \(items.count - limit) more..." : shown
    }
}
