/// What a watch tells: a complete list, or one object.
public enum ClusterChange: Sendable {
    case services([Service])
    case service(Service)
    case serviceGone(ObjectKey)
    case slices([EndpointSlice])
    case slice(EndpointSlice)
    case sliceGone(ObjectKey)
    case nodes([Node])
    case node(Node)
    case nodeGone(String)
}
