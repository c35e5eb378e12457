/// How a kind of object is followed.
public struct WatchPolicy: Hashable, Sendable {
    /// How long a watch is asked to last; up to twice that, so that watches do not all end together. A
    /// connection that is dead without a word is noticed after that time.
    public var watchTime: Duration = .seconds(60)
    /// A watch that ends sooner and tells nothing has failed; one that breaks later begins a new row
    /// of failures.
    public var shortWatch: Duration = .milliseconds(500)
    /// The first wait after a failure is at most that long.
    public var minimumDelay: Duration = .milliseconds(200)
    /// No wait after a failure is longer.
    public var maximumDelay: Duration = .seconds(30)
    /// How many changes wait for the reader before the server has to.
    public var capacity = 256

    public init() {}
}
