/// The objects of a store as a file has them: one JSON object, so that a lab's API has them
/// again when its process starts anew.
enum StoreSnapshot {
    /// Pods and Nodes come from the lab's topology every time.
    static let given: Set<APIKind.ID> = [APIKind.pod.id, APIKind.node.id]

    static func bytes(of state: inout StoreState) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(state.totalBytes + 1024)
        bytes += "{\"version\":\(state.version),\"objects\":[".utf8
        var isFirst = true
        for kind in APIKind.all where !given.contains(kind.id) {
            for object in state.objects(kind) {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                bytes += object.bytes
            }
        }
        bytes += "]}".utf8
        return bytes
    }

    /// - Throws: `LabError` for what no snapshot is.
    static func state(from bytes: [UInt8], limits: StoreLimits = StoreLimits()) throws -> StoreState {
        guard let value = try? JSONParser.parse(bytes).value, let version = value["version"]?.integer, version > 0,
            let objects = value["objects"]?.array
        else { throw LabError("the objects of the lab's Kubernetes API cannot be read; remove the file") }
        var state = StoreState(limits: limits, version: version)
        for object in objects {
            guard
                let kind = APIKind.find(
                    apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? ""),
                !given.contains(kind.id), let name = object[["metadata", "name"]]?.string,
                let text = object[["metadata", "resourceVersion"]]?.string, let own = Int64(text), own <= version
            else { throw LabError("the objects of the lab's Kubernetes API cannot be read; remove the file") }
            let place = ObjectName(namespace: object[["metadata", "namespace"]]?.string ?? "", name: name)
            state.restore(kind, StoredObject(name: place, version: own, value: object))
        }
        return state
    }
}
