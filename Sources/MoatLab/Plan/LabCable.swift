/// A pair of veth interfaces between two machines.
public struct LabCable: Hashable, Sendable {
    public var near: End
    public var far: End

    public init(_ near: End, _ far: End) {
        self.near = near
        self.far = far
    }

    public struct End: Hashable, Sendable {
        public var namespace: String
        public var interface: String
        /// The bridge that the interface is a port of.
        public var bridge: String?

        public init(_ namespace: String, _ interface: String, bridge: String? = nil) {
            self.namespace = namespace
            self.interface = interface
            self.bridge = bridge
        }
    }

    /// The end in that namespace.
    func end(in namespace: String) -> End? {
        [near, far].first { $0.namespace == namespace }
    }
}
