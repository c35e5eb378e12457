public import MoatModel

/// One request that the ingress controller answered (table MoatIngressAccess, which Azure does not have).
public struct MoatIngressAccess: Hashable, Sendable {
    /// The most bytes of each text; who makes a record cuts, and counts nothing for it.
    public static let maximumText = 2048

    /// When the request was answered.
    public var timeGenerated: LogTimestamp
    /// The same in every record about the request, and in what the client was shown.
    public var requestID: String
    public var client: IPAddress
    /// 0 where it is not known, as behind another proxy.
    public var clientPort: UInt16
    /// As the client asked for it, in lower case and without port; empty where it named none.
    public var host: String
    public var method: String
    /// Without the query, which may hold what nobody is to read.
    public var path: String
    /// As `HTTP/2.0`.
    public var httpVersion: String
    /// As `TLSv1.3`; empty where there was none.
    public var tlsVersion: String
    /// 0 where nothing was answered that has one.
    public var status: UInt16
    /// From the client, with the head of the request.
    public var bytesReceived: UInt64
    /// To the client, with the head of the response.
    public var bytesSent: UInt64
    /// From the first byte of the request to the last of the response.
    public var durationSeconds: Double
    /// How long the endpoints took, all that were tried together; 0 where none was asked.
    public var upstreamSeconds: Double
    /// What the last endpoint answered; 0 where none did.
    public var upstreamStatus: UInt16
    /// How many endpoints were tried.
    public var attempts: UInt16
    /// The namespace of the Ingress; empty where none took the request.
    public var namespace: String
    public var ingress: String
    public var service: String
    /// The last endpoint that was tried, as `10.0.5.7:8080`; empty where none was.
    public var endpoint: String
    public var userAgent: String
    /// Which of several controllers it was.
    public var instance: String

    public init(
        timeGenerated: LogTimestamp, requestID: String, client: IPAddress, clientPort: UInt16, host: String,
        method: String, path: String, httpVersion: String, tlsVersion: String, status: UInt16, bytesReceived: UInt64,
        bytesSent: UInt64, durationSeconds: Double, upstreamSeconds: Double, upstreamStatus: UInt16, attempts: UInt16,
        namespace: String, ingress: String, service: String, endpoint: String, userAgent: String, instance: String
    ) {
        self.timeGenerated = timeGenerated
        self.requestID = requestID
        self.client = client
        self.clientPort = clientPort
        self.host = host
        self.method = method
        self.path = path
        self.httpVersion = httpVersion
        self.tlsVersion = tlsVersion
        self.status = status
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.durationSeconds = durationSeconds
        self.upstreamSeconds = upstreamSeconds
        self.upstreamStatus = upstreamStatus
        self.attempts = attempts
        self.namespace = namespace
        self.ingress = ingress
        self.service = service
        self.endpoint = endpoint
        self.userAgent = userAgent
        self.instance = instance
    }

    func write(to writer: inout some LogColumns) {
        writer.column("RequestId", requestID)
        writer.column("ClientIp", client)
        writer.column("ClientPort", Int(clientPort))
        writer.column("Host", host)
        writer.column("Method", method)
        writer.column("Path", path)
        writer.column("HttpVersion", httpVersion)
        writer.column("TlsVersion", tlsVersion)
        writer.column("Status", Int(status))
        writer.column("BytesReceived", long: Int64(clamping: bytesReceived))
        writer.column("BytesSent", long: Int64(clamping: bytesSent))
        writer.column("DurationSecs", durationSeconds)
        writer.column("UpstreamDurationSecs", upstreamSeconds)
        writer.column("UpstreamStatus", Int(upstreamStatus))
        writer.column("Attempts", Int(attempts))
        writer.column("Namespace", namespace)
        writer.column("Ingress", ingress)
        writer.column("Service", service)
        writer.column("Endpoint", endpoint)
        writer.column("UserAgent", userAgent)
        writer.column("Instance", instance)
    }
}

extension MoatIngressAccess {
    init(_ fields: LogFields) throws {
        timeGenerated = try fields.time()
        requestID = try fields.text("RequestId", atMost: Self.maximumText)
        client = try fields.address("ClientIp")
        clientPort = try fields.number("ClientPort")
        host = try fields.text("Host", atMost: Self.maximumText)
        method = try fields.text("Method", atMost: Self.maximumText)
        path = try fields.text("Path", atMost: Self.maximumText)
        httpVersion = try fields.text("HttpVersion", atMost: Self.maximumText)
        tlsVersion = try fields.text("TlsVersion", atMost: Self.maximumText)
        status = try fields.number("Status")
        bytesReceived = try fields.long("BytesReceived")
        bytesSent = try fields.long("BytesSent")
        durationSeconds = try fields.seconds("DurationSecs")
        upstreamSeconds = try fields.seconds("UpstreamDurationSecs")
        upstreamStatus = try fields.number("UpstreamStatus")
        attempts = try fields.number("Attempts")
        namespace = try fields.text("Namespace", atMost: Self.maximumText)
        ingress = try fields.text("Ingress", atMost: Self.maximumText)
        service = try fields.text("Service", atMost: Self.maximumText)
        endpoint = try fields.text("Endpoint", atMost: Self.maximumText)
        userAgent = try fields.text("UserAgent", atMost: Self.maximumText)
        instance = try fields.text("Instance", atMost: Self.maximumText)
    }
}
