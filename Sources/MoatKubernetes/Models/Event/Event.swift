/// Something that happened to an object (core/v1).
public struct Event: KubernetesObject {
    public static let apiVersion = "v1"
    public static let kind = "Event"
    public static let plural = "events"
    public static let isNamespaced = true

    public var metadata: ObjectMeta
    public var involvedObject: ObjectReference
    /// One word in CamelCase.
    public var reason: String?
    /// At most 1,024 bytes.
    public var message: String?
    public var type: EventType?
    public var count: Int32?
    public var firstTimestamp: Time?
    public var lastTimestamp: Time?
    public var eventTime: MicroTime?
    public var series: EventSeries?
    public var action: String?
    public var source: EventSource?
    @ZeroIfAbsent public var reportingComponent: String
    @ZeroIfAbsent public var reportingInstance: String
    public var related: ObjectReference?

    public init(
        metadata: ObjectMeta = ObjectMeta(), involvedObject: ObjectReference = ObjectReference(),
        reason: String? = nil, message: String? = nil, type: EventType? = nil, count: Int32? = nil,
        firstTimestamp: Time? = nil, lastTimestamp: Time? = nil, eventTime: MicroTime? = nil,
        series: EventSeries? = nil, action: String? = nil, source: EventSource? = nil,
        reportingComponent: String = "", reportingInstance: String = "", related: ObjectReference? = nil
    ) {
        self.metadata = metadata
        self.involvedObject = involvedObject
        self.reason = reason
        self.message = message
        self.type = type
        self.count = count
        self.firstTimestamp = firstTimestamp
        self.lastTimestamp = lastTimestamp
        self.eventTime = eventTime
        self.series = series
        self.action = action
        self.source = source
        self.reportingComponent = reportingComponent
        self.reportingInstance = reportingInstance
        self.related = related
    }
}
