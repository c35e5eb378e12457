/// What every object has, save for `managedFields`, which nothing here needs.
public struct ObjectMeta: ZeroValue, Sendable {
    @ZeroIfAbsent public var name: String
    /// The beginning of a name that the server completes, where `name` is empty.
    public var generateName: String?
    public var namespace: String?
    public var uid: String?
    /// Which state of the object this is. Opaque: good for equality and for giving back only.
    public var resourceVersion: String?
    /// Counts changes of the object's spec.
    public var generation: Int64?
    public var creationTimestamp: Time?
    /// Set when the object is deleted but finalizers hold it.
    public var deletionTimestamp: Time?
    @ZeroIfAbsent public var labels: [String: String]
    @ZeroIfAbsent public var annotations: [String: String]
    @ZeroIfAbsent public var finalizers: [String]
    @ZeroIfAbsent public var ownerReferences: [OwnerReference]

    public init() {}

    public init(
        name: String = "", generateName: String? = nil, namespace: String? = nil, uid: String? = nil,
        resourceVersion: String? = nil, generation: Int64? = nil, creationTimestamp: Time? = nil,
        deletionTimestamp: Time? = nil, labels: [String: String] = [:], annotations: [String: String] = [:],
        finalizers: [String] = [], ownerReferences: [OwnerReference] = []
    ) {
        self.name = name
        self.generateName = generateName
        self.namespace = namespace
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.generation = generation
        self.creationTimestamp = creationTimestamp
        self.deletionTimestamp = deletionTimestamp
        self.labels = labels
        self.annotations = annotations
        self.finalizers = finalizers
        self.ownerReferences = ownerReferences
    }
}
