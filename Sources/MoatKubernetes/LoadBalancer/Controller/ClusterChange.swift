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

extension ClusterChange {
    init(_ change: ObjectChange<Service>) {
        switch change {
        case .replaced(let list): self = .services(list)
        case .applied(let service): self = .service(service)
        case .deleted(let service): self = .serviceGone(service.key)
        }
    }

    init(_ change: ObjectChange<EndpointSlice>) {
        switch change {
        case .replaced(let list): self = .slices(list)
        case .applied(let slice): self = .slice(slice)
        case .deleted(let slice): self = .sliceGone(slice.key)
        }
    }

    init(_ change: ObjectChange<Node>) {
        switch change {
        case .replaced(let list): self = .nodes(list)
        case .applied(let node): self = .node(node)
        case .deleted(let node): self = .nodeGone(node.metadata.name)
        }
    }
}
