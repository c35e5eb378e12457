/// What a client takes from the API, and how long it waits.
public struct ClientLimits: Hashable, Sendable {
    /// For a request with its whole answer, and what the API asks to wait before it.
    public var requestTime: Duration = .seconds(30)
    /// For one part of a list.
    public var listTime: Duration = .seconds(60)
    /// How much longer than was agreed a watch may last before it is given up.
    public var watchSlack: Duration = .seconds(15)
    /// For answers with one object, and lines of a watch. An object is at most 1.5 MiB in etcd.
    public var objectBytes = 4 << 20
    /// For one part of a list.
    public var listBytes = 64 << 20
    /// Objects in one part of a list.
    public var listChunk = 500
    /// Objects in a list.
    public var listObjects = 500_000
    /// How often a request is made that the API asks to make later.
    public var attempts = 5
    /// How long a token that was read from a file is used before the file is read again.
    public var tokenAge: Duration = .seconds(60)

    public init() {}
}
