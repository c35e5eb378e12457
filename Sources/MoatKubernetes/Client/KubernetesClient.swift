import FoundationEssentials

/// Speaks with a Kubernetes API, typed. What it throws is `KubernetesError`, or `CancellationError`
/// where the task is cancelled.
///
/// Where the API is busy (429, or 5xx with `Retry-After`) a request is made again after the time
/// that it asks for, within the request's own time.
public struct KubernetesClient: Sendable {
    let transport: any KubernetesTransport
    public let limits: ClientLimits

    public init(transport: any KubernetesTransport, limits: ClientLimits = ClientLimits()) {
        self.transport = transport
        self.limits = limits
    }

    /// A client of the API that a configuration names. `component` says who asks, as `moat/COMPONENT`.
    ///
    /// - Throws: `KubernetesConfigurationError`
    public init(
        _ configuration: KubernetesConfiguration, component: String, limits: ClientLimits = ClientLimits()
    ) throws {
        self.init(
            transport: try HTTPTransport(configuration, component: component, tokenAge: limits.tokenAge),
            limits: limits)
    }

    /// Ends all requests; must be called before the last copy of the client goes.
    public func shutdown() async {
        await transport.shutdown()
    }

    /// The object as it is now.
    public func get<Object: KubernetesObject>(
        _ key: ObjectKey, as type: Object.Type = Object.self, subresource: Subresource? = nil
    ) async throws -> Object {
        try await object(
            KubernetesRequest(
                method: .get,
                path: KubernetesRequest.path(
                    type, namespace: key.namespace, name: key.name, subresource: subresource),
                limit: limits.objectBytes))
    }

    /// Makes an object, and gives it as the API completed it.
    public func create<Object: KubernetesObject>(_ object: Object) async throws -> Object {
        var value = try Self.encoded(object)
        value["apiVersion"] = .string(Object.apiVersion)
        value["kind"] = .string(Object.kind)
        guard !Object.isNamespaced || object.metadata.namespace != nil else {
            throw KubernetesError(.invalidRequest, "a \(Object.kind) has a namespace, and none was given")
        }
        return try await self.object(
            KubernetesRequest(
                method: .post, path: KubernetesRequest.path(Object.self, namespace: object.metadata.namespace),
                contentType: "application/json", body: value.data(), limit: limits.objectBytes))
    }

    /// Changes an object, and gives it as it is then.
    public func patch<Object: KubernetesObject>(
        _ key: ObjectKey, as type: Object.Type = Object.self, _ patch: KubernetesPatch,
        subresource: Subresource? = nil
    ) async throws -> Object {
        try await object(
            KubernetesRequest(
                method: .patch,
                path: KubernetesRequest.path(
                    type, namespace: key.namespace, name: key.name, subresource: subresource),
                query: patch.query, contentType: patch.contentType, body: patch.body(type, key).data(),
                limit: limits.objectBytes))
    }

    /// Deletes an object, or marks it as deleted where finalizers hold it.
    public func delete<Object: KubernetesObject>(
        _ type: Object.Type, _ key: ObjectKey, _ options: DeleteOptions = DeleteOptions()
    ) async throws {
        let request = KubernetesRequest(
            method: .delete, path: try KubernetesRequest.path(type, namespace: key.namespace, name: key.name),
            contentType: "application/json", body: try options.json.data(), limit: limits.objectBytes)
        _ = try await answer(request, within: limits.requestTime) { try await transport.send(request) }
    }

    private func object<Object: KubernetesObject>(_ request: KubernetesRequest) async throws -> Object {
        let response = try await answer(request, within: limits.requestTime) { try await transport.send(request) }
        return try Self.decoded(Object.self, response.body, request)
    }
}

extension KubernetesClient {
    static func decoded<Value: Decodable>(
        _ type: Value.Type, _ data: Data, _ request: KubernetesRequest
    ) throws(KubernetesError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            // The text of the error may hold a part of the answer, which may be a Secret.
            throw KubernetesError(
                .unreadable, "the answer is not a \(type): \(DecodingPlace(error))", request: request.name)
        }
    }

    private static func encoded(_ object: some KubernetesObject) throws(KubernetesError) -> JSONValue {
        do {
            return try JSONValue(encoding: object)
        } catch {
            throw KubernetesError(.invalidRequest, "\(object.key) cannot be written as JSON")
        }
    }
}
