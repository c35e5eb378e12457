/// Where a query came from and its answer goes to.
struct Client {
    enum Path {
        case datagram(Listener)
        case connection(ClientConnection)
    }

    var path: Path
    var address: SocketAddress
    var endpoint: DNSServerAddress
}

/// A query that waits for an answer.
struct Requester {
    var client: Client
    var query: ClientQuery
    /// Header and question as the client wrote them.
    var request: [UInt8]
    /// In bytes.
    var requestSize: Int
    var receivedAt: UInt64
}
