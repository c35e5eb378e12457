/// Which values some fields of an object must have, as `fieldSelector` of a request says it.
struct FieldSelector: Hashable, Sendable {
    struct Requirement: Hashable, Sendable {
        var path: [String]
        var value: String
        var isEqual: Bool
    }

    var requirements: [Requirement] = []

    /// What every object fulfils.
    static let all = FieldSelector()

    func matches(_ object: StoredObject) -> Bool {
        guard !requirements.isEmpty else { return true }
        // Most selectors name an object, for which its text need not be read.
        var parsed: JSONValue?
        return requirements.allSatisfy { requirement in
            let value: String
            switch requirement.path {
            case ["metadata", "name"]: value = object.name.name
            case ["metadata", "namespace"]: value = object.name.namespace
            default:
                let content = parsed ?? object.value
                parsed = content
                value = Self.value(at: requirement.path, in: content)
            }
            return (value == requirement.value) == requirement.isEqual
        }
    }

    /// A field as Kubernetes has it for selectors, which is not always as the object says it.
    private static func value(at path: [String], in content: JSONValue) -> String {
        switch path {
        case ["source"]:
            let component = content[["source", "component"]]?.string ?? ""
            return component.isEmpty ? content["reportingComponent"]?.string ?? "" : component
        case ["spec", "unschedulable"], ["spec", "hostNetwork"]: return String(content[path]?.bool ?? false)
        default: break
        }
        return switch content[path] {
        case .string(let text)?: text
        case .bool(let flag)?: String(flag)
        case .integer(let number)?: String(number)
        default: ""
        }
    }

    /// Reads `metadata.name=web,status.phase!=Running`, of the fields that Kubernetes lets one
    /// select by.
    static func parse(_ text: String, kind: APIKind) throws(APIStatus) -> FieldSelector {
        var selector = FieldSelector()
        for part in text.split(separator: ",") {
            guard let range = part.firstRange(of: "!=") ?? part.firstRange(of: "==") ?? part.firstRange(of: "=") else {
                throw .badRequest("invalid field selector: \"\(text)\"; can't understand '\(part)'")
            }
            let field = String(part[..<range.lowerBound])
            guard fields(of: kind).contains(field) else {
                throw .badRequest("field label not supported: \(field)")
            }
            selector.requirements.append(
                Requirement(
                    path: field.split(separator: ".").map(String.init), value: String(part[range.upperBound...]),
                    isEqual: !part[range].hasPrefix("!")))
        }
        return selector
    }

    private static func fields(of kind: APIKind) -> [String] {
        var fields = ["metadata.name", "metadata.namespace"]
        switch kind {
        case .event:
            fields += ["type", "reason", "reportingComponent", "source"]
            fields += ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"]
                .map { "involvedObject.\($0)" }
        case .pod:
            fields += [
                "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName",
                "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
            ]
        case .service: fields += ["spec.clusterIP", "spec.type"]
        case .namespace: fields += ["status.phase"]
        case .node: fields += ["spec.unschedulable"]
        case .secret: fields += ["type"]
        default: break
        }
        return fields
    }
}
