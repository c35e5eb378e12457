/// Objects of one kind and the state that they show.
public struct KubernetesList<Object: KubernetesObject>: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var metadata: ListMeta
    @ZeroIfAbsent public var items: [Object]

    public init(metadata: ListMeta = ListMeta(), items: [Object] = []) {
        self.metadata = metadata
        self.items = items
    }
}
