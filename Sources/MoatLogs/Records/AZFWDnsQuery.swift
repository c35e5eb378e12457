public import MoatModel

/// One query to the DNS proxy and its answer (table AZFWDnsQuery).
public struct AZFWDnsQuery: Hashable, Sendable {
    /// Lower case, as Azure logs it.
    public enum Transport: String, Hashable, Sendable {
        case udp, tcp
    }

    public var timeGenerated: LogTimestamp
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var queryId: UInt16
    /// `A`, `AAAA`, `HTTPS`; `TYPE64000` where the type has no name (RFC 3597).
    public var queryType: String
    /// `IN`, `CH`, …
    public var queryClass: String
    /// As the client wrote it, with its trailing dot.
    public var queryName: String
    public var transport: Transport
    /// In bytes, as is `responseSize`.
    public var requestSize: Int
    public var dnssecOkBit: Bool
    /// The client's UDP size (RFC 6891); 512 without EDNS, as Azure logs it.
    public var edns0BufferSize: Int
    /// `NOERROR`, `NXDOMAIN`, …; empty where there was no answer.
    public var responseCode: String
    /// `qr,rd,ra`
    public var responseFlags: String
    public var responseSize: Int
    public var requestDurationSecs: Double
    /// 0 where there was an answer.
    public var errorNumber: Int
    public var errorMessage: String

    public init(
        timeGenerated: LogTimestamp, sourceIp: IPAddress, sourcePort: UInt16, queryId: UInt16, queryType: String,
        queryClass: String, queryName: String, transport: Transport, requestSize: Int, dnssecOkBit: Bool,
        edns0BufferSize: Int, responseCode: String, responseFlags: String, responseSize: Int,
        requestDurationSecs: Double, errorNumber: Int, errorMessage: String
    ) {
        self.timeGenerated = timeGenerated
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.queryId = queryId
        self.queryType = queryType
        self.queryClass = queryClass
        self.queryName = queryName
        self.transport = transport
        self.requestSize = requestSize
        self.dnssecOkBit = dnssecOkBit
        self.edns0BufferSize = edns0BufferSize
        self.responseCode = responseCode
        self.responseFlags = responseFlags
        self.responseSize = responseSize
        self.requestDurationSecs = requestDurationSecs
        self.errorNumber = errorNumber
        self.errorMessage = errorMessage
    }

    func write(to writer: inout some LogColumns) {
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("QueryId", Int(queryId))
        writer.column("QueryType", queryType)
        writer.column("QueryClass", queryClass)
        writer.column("QueryName", queryName)
        writer.column("Protocol", transport.rawValue)
        writer.column("RequestSize", requestSize)
        writer.column("DnssecOkBit", dnssecOkBit)
        writer.column("EDNS0BufferSize", edns0BufferSize)
        writer.column("ResponseCode", responseCode)
        writer.column("ResponseFlags", responseFlags)
        writer.column("ResponseSize", responseSize)
        writer.column("RequestDurationSecs", requestDurationSecs)
        writer.column("ErrorNumber", errorNumber)
        writer.column("ErrorMessage", errorMessage)
    }
}
