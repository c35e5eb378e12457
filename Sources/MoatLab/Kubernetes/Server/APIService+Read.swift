/// get, list and watch.
extension APIService {
    func get(_ request: APIRequest, _ path: ResourcePath, _ name: ObjectName) throws(APIStatus) -> APIDocument {
        guard let object = store.transaction({ $0[path.kind, name] }) else { throw .notFound(path.kind, name.name) }
        return APIDocument(json: APIRepresentation(request).bytes(of: object, kind: path.kind, now: now))
    }

    func list(_ request: APIRequest, _ path: ResourcePath) throws(APIStatus) -> APIAnswer {
        let filter = try filter(request, path)
        let representation = APIRepresentation(request)
        if request.flag("watch") {
            return .watch(try watch(request, path.kind, filter, representation))
        }
        // A list is always of now: that is new enough for every version that was ever given.
        let (objects, version) = store.list(path.kind, namespace: filter.namespace)
        let chosen = objects.filter(filter.matches)
        return .document(
            APIDocument(json: representation.bytes(of: chosen, version: version, kind: path.kind, now: now)))
    }

    func filter(_ request: APIRequest, _ path: ResourcePath) throws(APIStatus) -> ObjectFilter {
        ObjectFilter(
            namespace: path.namespace.isEmpty ? nil : path.namespace,
            labels: try LabelSelector.parse(request.query["labelSelector"] ?? ""),
            fields: try FieldSelector.parse(request.query["fieldSelector"] ?? "", kind: path.kind))
    }

    private func watch(
        _ request: APIRequest, _ kind: APIKind, _ filter: ObjectFilter, _ representation: APIRepresentation
    ) throws(APIStatus) -> WatchRequest {
        let text = request.query["resourceVersion"] ?? ""
        let version = text.isEmpty ? 0 : Int64(text) ?? -1
        guard version >= 0 else { throw .badRequest("Invalid value: \"\(text)\": a resource version is a number") }
        let marks = request.flag("sendInitialEvents")
        let asked = request.query["timeoutSeconds"].flatMap { Int64($0) } ?? 0
        return WatchRequest(
            kind: kind, filter: filter, representation: representation, version: version == 0 || marks ? nil : version,
            wantsBookmarks: request.flag("allowWatchBookmarks"), marksInitialEnd: marks,
            seconds: asked > 0 ? min(asked, WatchRequest.longest) : WatchRequest.longest)
    }
}
