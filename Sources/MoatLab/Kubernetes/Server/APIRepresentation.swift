/// In which form a client wants objects.
enum APIRepresentation: Hashable, Sendable {
    case json
    /// As a table, with so much of each object.
    case table(APITable.IncludedObject)
    /// Metadata alone.
    case metadata

    /// The first of the forms that `Accept` names and that there is. Where there is none,
    /// objects as they are: Kubernetes' other encodings are for clients that name JSON too.
    init(_ request: APIRequest) {
        for choice in request.accept.split(separator: ",") {
            let parameters = choice.split(separator: ";").map { part in
                part.filter { !$0.isWhitespace }
            }
            guard parameters.first == "application/json" else { continue }
            let isMeta = parameters.contains("g=meta.k8s.io") && parameters.contains("v=v1")
            if parameters.contains("as=Table"), isMeta {
                self = .table(request.query["includeObject"].flatMap(APITable.IncludedObject.init) ?? .metadata)
                return
            }
            if isMeta,
                parameters.contains("as=PartialObjectMetadata") || parameters.contains("as=PartialObjectMetadataList")
            {
                self = .metadata
                return
            }
            if !parameters.contains(where: { $0.hasPrefix("as=") }) { break }
        }
        self = .json
    }

    /// An object alone. Of a watch's tables only the first defines its columns.
    func bytes(of object: StoredObject, kind: APIKind, now: APITime, definesColumns: Bool = true) -> [UInt8] {
        switch self {
        case .json: object.bytes
        case .metadata: Self.metadata(of: object.value).bytes
        case .table(let included):
            APITable.table(
                of: [object.value], kind: kind,
                listMetadata: ["resourceVersion": .string(String(object.version))], including: included,
                definesColumns: definesColumns, now: now
            ).bytes
        }
    }

    /// A list of objects as of a version.
    func bytes(of objects: [StoredObject], version: Int64, kind: APIKind, now: APITime) -> [UInt8] {
        let metadata: JSONValue = ["resourceVersion": .string(String(version))]
        switch self {
        case .json:
            var bytes: [UInt8] = []
            bytes.reserveCapacity(objects.reduce(256) { $0 + $1.bytes.count + 1 })
            bytes += "{\"kind\":\"\(kind.kind)List\",\"apiVersion\":\"\(kind.apiVersion)\",\"metadata\":".utf8
            metadata.encode(into: &bytes)
            bytes += ",\"items\":[".utf8
            for (index, object) in objects.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += object.bytes
            }
            bytes += "]}".utf8
            return bytes
        case .metadata:
            return JSONValue.object([
                "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
                "items": .array(objects.map { Self.metadata(of: $0.value) }),
            ]).bytes
        case .table(let included):
            return APITable.table(
                of: objects.map(\.value), kind: kind, listMetadata: metadata, including: included, now: now
            ).bytes
        }
    }

    private static func metadata(of object: JSONValue) -> JSONValue {
        [
            "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
            "metadata": object["metadata"] ?? .object([:]),
        ]
    }
}
