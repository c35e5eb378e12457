extension APITable {
    static var podColumns: [TableColumn] {
        [
            .objectName,
            .text("Ready") { pod in
                let statuses = pod[["status", "containerStatuses"]]?.array ?? []
                let ready = statuses.filter { $0["ready"]?.bool == true }.count
                return "\(ready)/\(pod[["spec", "containers"]]?.array?.count ?? 0)"
            },
            .text("Status") { pod in
                if pod[["metadata", "deletionTimestamp"]] != nil { return "Terminating" }
                return pod[["status", "reason"]]?.string ?? pod[["status", "phase"]]?.string ?? "Unknown"
            },
            TableColumn("Restarts") { pod, _ in
                let counts = (pod[["status", "containerStatuses"]]?.array ?? [])
                    .compactMap { $0["restartCount"]?.integer }
                return .string(String(counts.max() ?? 0))
            },
            .age,
            .field("IP", wide: true, "status", "podIP", missing: "<none>"),
            .field("Node", wide: true, "spec", "nodeName", missing: "<none>"),
            .field("Nominated Node", wide: true, "status", "nominatedNodeName", missing: "<none>"),
            .text("Readiness Gates", wide: true) { _ in "<none>" },
        ]
    }

    static var nodeColumns: [TableColumn] {
        [
            .objectName,
            .text("Status", nodeStatus),
            .text("Roles") { node in
                let prefix = "node-role.kubernetes.io/"
                let roles = (node[["metadata", "labels"]]?.object ?? [:]).keys.filter { $0.hasPrefix(prefix) }
                    .map { String($0.dropFirst(prefix.count)) }
                return roles.isEmpty ? "<none>" : roles.sorted().joined(separator: ",")
            },
            .age,
            .field("Version", "status", "nodeInfo", "kubeletVersion"),
            .text("Internal-IP", wide: true) { address("InternalIP", of: $0) },
            .text("External-IP", wide: true) { address("ExternalIP", of: $0) },
            .field("OS-Image", wide: true, "status", "nodeInfo", "osImage", missing: "<unknown>"),
            .field("Kernel-Version", wide: true, "status", "nodeInfo", "kernelVersion", missing: "<unknown>"),
            .field(
                "Container-Runtime", wide: true, "status", "nodeInfo", "containerRuntimeVersion", missing: "<unknown>"),
        ]
    }

    private static func nodeStatus(of node: JSONValue) -> String {
        let ready = node[["status", "conditions"]]?.array?.first { $0["type"]?.string == "Ready" }
        let status =
            switch ready?["status"]?.string {
            case "True": "Ready"
            case nil: "Unknown"
            default: "NotReady"
            }
        return node[["spec", "unschedulable"]]?.bool == true ? "\(status),SchedulingDisabled" : status
    }

    private static func address(_ type: String, of node: JSONValue) -> String {
        let found = node[["status", "addresses"]]?.array?.first { $0["type"]?.string == type }
        return found?["address"]?.string ?? "<none>"
    }

    static var eventColumns: [TableColumn] {
        [
            TableColumn("Last Seen") { event, now in
                let moments = [event[["series", "lastObservedTime"]], event["lastTimestamp"], event["eventTime"]]
                return .string(TableColumn.age(of: moments.compactMap(\.self).first, now: now))
            },
            .field("Type", "type"),
            .field("Reason", "reason"),
            .text("Object") { event in
                let object = event["involvedObject"]
                return "\((object?["kind"]?.string ?? "").lowercased())/\(object?["name"]?.string ?? "")"
            },
            .field("Subobject", wide: true, "involvedObject", "fieldPath"),
            .text("Source", wide: true) { event in
                let component = event[["source", "component"]]?.string ?? event["reportingComponent"]?.string ?? ""
                guard let host = event[["source", "host"]]?.string, !host.isEmpty else { return component }
                return "\(component), \(host)"
            },
            .field("Message", "message"),
            TableColumn("First Seen", wide: true) { event, now in
                .string(TableColumn.age(of: event["firstTimestamp"] ?? event["eventTime"], now: now))
            },
            TableColumn("Count", wide: true, type: "integer") { event, _ in
                .integer(event[["series", "count"]]?.integer ?? event["count"]?.integer ?? 1)
            },
            TableColumn("Name", wide: true, format: "name") { event, _ in event[["metadata", "name"]] ?? .string("") },
        ]
    }

    static var deploymentColumns: [TableColumn] {
        [
            .objectName,
            .text("Ready") { deployment in
                let ready = deployment[["status", "readyReplicas"]]?.integer ?? 0
                return "\(ready)/\(deployment[["spec", "replicas"]]?.integer ?? 0)"
            },
            TableColumn("Up-to-date", type: "integer") { deployment, _ in
                deployment[["status", "updatedReplicas"]] ?? .integer(0)
            },
            TableColumn("Available", type: "integer") { deployment, _ in
                deployment[["status", "availableReplicas"]] ?? .integer(0)
            },
            .age,
        ]
    }
}
