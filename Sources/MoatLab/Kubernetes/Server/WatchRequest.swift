/// What a watch asks for.
struct WatchRequest: Sendable {
    var kind: APIKind
    var filter: ObjectFilter
    var representation: APIRepresentation
    /// The version after which it goes on; nil for all objects as they are now and what follows.
    var version: Int64?
    var wantsBookmarks: Bool
    /// Whether a bookmark is to say when all objects as they are now have been sent.
    var marksInitialEnd: Bool
    /// When it ends, after the start.
    var seconds: Int64

    /// A watch's longest time is an hour, as in Kubernetes, whatever it asks for.
    static let longest: Int64 = 3600

    /// One event of the stream, a line.
    static func line(_ type: String, _ object: [UInt8]) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(object.count + 40)
        line += "{\"type\":\"\(type)\",\"object\":".utf8
        line += object
        line += "}\n".utf8
        return line
    }

    /// That nothing was missed up to a version.
    func bookmark(at version: Int64, endsInitial: Bool = false) -> [UInt8] {
        var metadata: JSONValue = ["resourceVersion": .string(String(version)), "creationTimestamp": .null]
        if endsInitial { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        let object: JSONValue
        switch representation {
        case .json:
            object = ["kind": .string(kind.kind), "apiVersion": .string(kind.apiVersion), "metadata": metadata]
        case .metadata:
            object = ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata]
        case .table:
            object = [
                "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
                "columnDefinitions": .array(APITable.columns(of: kind).map(\.definition)), "rows": [],
            ]
        }
        return Self.line("BOOKMARK", object.bytes)
    }
}
