/// A Kubernetes API as the load balancer needs it.
public struct KubernetesLoadBalancerAPI: LoadBalancerAPI {
    private let client: KubernetesClient
    private let recorder: @Sendable (LoadBalancerEvent) -> Void

    /// - Parameters:
    ///   - client: must not be shut down while this is used
    ///   - recorder: takes events, and does not wait until they are written
    public init(client: KubernetesClient, recorder: @escaping @Sendable (LoadBalancerEvent) -> Void) {
        self.client = client
        self.recorder = recorder
    }

    public func service(_ key: ObjectKey) async throws -> Service? {
        do {
            return try await client.get(key)
        } catch let error as KubernetesError where error.isNotFound {
            return nil
        }
    }

    public func write(_ write: ServiceWrite) async throws -> Service {
        do {
            let body = try write.json
            return try await client.patch(write.service, .merge(body), subresource: write.subresource)
        } catch let error as KubernetesError where error.isNotFound {
            throw LoadBalancerAPIError.notFound
        } catch let error as KubernetesError where error.isConflict {
            throw LoadBalancerAPIError.conflict
        }
    }

    public func record(_ event: LoadBalancerEvent) {
        recorder(event)
    }
}

extension ServiceWrite {
    var subresource: Subresource? {
        switch change {
        case .finalizers: nil
        case .status: .status
        }
    }

    /// A merge patch, by which lists are replaced as a whole: the resourceVersion in it keeps what
    /// others wrote meanwhile.
    var json: JSONValue {
        get throws {
            var metadata: JSONValue = [:]
            metadata["resourceVersion"] = resourceVersion.map { .string($0) }
            switch change {
            case .finalizers(let finalizers):
                metadata["finalizers"] = .array(finalizers.map { .string($0) })
                return ["metadata": metadata]
            case .status(let status):
                // An empty list must be written, or what is there would stay.
                let ingress = try JSONValue(encoding: status.loadBalancer.ingress)
                let conditions = try JSONValue(encoding: status.conditions)
                return [
                    "metadata": metadata,
                    "status": ["loadBalancer": ["ingress": ingress], "conditions": conditions],
                ]
            }
        }
    }
}
