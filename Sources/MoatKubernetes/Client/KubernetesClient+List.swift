extension KubernetesClient {
    private static let maximumParts = 10_000

    /// All objects of a kind that are meant, and the state that they show, read in parts.
    ///
    /// A part that is larger than what is taken is asked for again with half as many objects: a few
    /// Services with long annotations are not to keep the whole list from all others.
    ///
    /// - Throws: `KubernetesError`; `unreadable` where there are more than are taken
    public func list<Object: KubernetesObject>(
        _ type: Object.Type = Object.self, _ selection: Selection = .all
    ) async throws -> KubernetesList<Object> {
        do {
            return try await list(selection, chunk: limits.listChunk)
        } catch let error as KubernetesError where error.isExpired {
            // The list's later parts show the state of its first, which is only kept for minutes.
            return try await list(selection, chunk: nil)
        }
    }

    private func list<Object: KubernetesObject>(
        _ selection: Selection, chunk: Int?
    ) async throws -> KubernetesList<Object> {
        var request = KubernetesRequest(
            method: .get, path: try KubernetesRequest.path(Object.self, namespace: selection.namespace),
            limit: limits.listBytes)
        var chunk = chunk
        var items: [Object] = []
        var place: String?
        for _ in 0..<Self.maximumParts {
            request.query = selection.query
            if let chunk { request.query.append(.init("limit", String(chunk))) }
            if let place { request.query.append(.init("continue", place)) }
            let part: KubernetesList<Object>
            do {
                part = try await self.part(request)
            } catch let error as KubernetesError where error.kind == .tooLarge && (chunk ?? 1) > 1 {
                chunk = chunk.map { $0 / 2 }
                continue
            }
            items += part.items
            guard items.count <= limits.listObjects else {
                throw KubernetesError(
                    .unreadable, "there are more than \(limits.listObjects) objects", request: request.name)
            }
            place = part.metadata.continue.flatMap { $0.isEmpty ? nil : $0 }
            if place == nil { return KubernetesList(metadata: part.metadata, items: items) }
        }
        throw KubernetesError(.unreadable, "the list does not end", request: request.name)
    }

    private func part<Object: KubernetesObject>(_ request: KubernetesRequest) async throws -> KubernetesList<Object> {
        let response = try await answer(request, within: limits.listTime) { try await transport.send(request) }
        return try Self.decoded(KubernetesList<Object>.self, response.body, request)
    }
}
