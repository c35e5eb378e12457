public import MoatKubernetes

/// A Kubernetes API as the ingress controller needs it.
public struct KubernetesIngressAPI: IngressAPI {
    private let client: KubernetesClient
    private let recorder: EventRecorder

    /// `client` must not be shut down while this is used.
    public init(client: KubernetesClient, recorder: EventRecorder) {
        self.client = client
        self.recorder = recorder
    }

    /// A merge patch, by which lists are replaced as a whole. Of an Ingress that is gone there is nothing to
    /// write.
    public func write(_ addresses: [IngressLoadBalancerIngress], to ingress: ObjectKey) async throws {
        let list = try JSONValue(encoding: addresses)
        do {
            _ = try await client.patch(
                ingress, as: Ingress.self, .merge(["status": ["loadBalancer": ["ingress": list]]]),
                subresource: .status)
        } catch let error as KubernetesError where error.isNotFound {
            return
        }
    }

    public func record(_ problem: IngressProblem) {
        recorder.record(.warning, problem.reason, problem.message, about: problem.object)
    }
}
