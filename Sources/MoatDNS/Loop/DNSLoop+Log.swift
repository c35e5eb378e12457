import MoatLogs

extension DNSLoop {
    /// Logs an answer; the texts are those that the answer keeps, so that nothing is allocated.
    func log(
        _ answer: StoredAnswer, _ query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>, requestSize: Int,
        _ client: Client, receivedAt: UInt64, _ sent: Sent
    ) {
        let isSameCase = answer.key.withUnsafeBufferPointer {
            $0.starts(with: request[DNSMessage.headerSize..<query.nameEnd])
        }
        records.append(
            record(
                query, requestSize: requestSize, client.endpoint, client.path, receivedAt: receivedAt, sent,
                type: answer.typeText, recordClass: answer.classText,
                name: isSameCase ? answer.nameText : name(query, request), code: answer.codeText, errorNumber: 0,
                error: ""))
    }

    /// Logs what was answered without an answer of a server, and why.
    func log(
        _ query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>, requestSize: Int, _ endpoint: DNSServerAddress,
        _ path: Client.Path, receivedAt: UInt64, _ sent: Sent, code: DNSResponseCode, error: String?
    ) {
        let name = name(query, request)
        records.append(
            record(
                query, requestSize: requestSize, endpoint, path, receivedAt: receivedAt, sent,
                type: query.type.description, recordClass: query.recordClass.description, name: name,
                code: code.description, errorNumber: error == nil ? 0 : Int(code.rawValue),
                error: error.map { "\(name) \(query.type): \($0)" } ?? ""))
    }

    /// As the client wrote it.
    func name(_ query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>) -> String {
        DNSName(validWire: Array(request[DNSMessage.headerSize..<query.nameEnd])).description
    }

    private func record(
        _ query: ClientQuery, requestSize: Int, _ endpoint: DNSServerAddress, _ path: Client.Path, receivedAt: UInt64,
        _ sent: Sent, type: String, recordClass: String, name: String, code: String, errorNumber: Int, error: String
    ) -> LogRecord {
        let transport: AZFWDnsQuery.Transport =
            switch path {
            case .datagram: .udp
            case .connection: .tcp
            }
        return .dnsQuery(
            AZFWDnsQuery(
                timeGenerated: wallTime, sourceIp: endpoint.address, sourcePort: endpoint.port, queryId: query.id,
                queryType: type, queryClass: recordClass, queryName: name, transport: transport,
                requestSize: requestSize, dnssecOkBit: query.dnssecOK, edns0BufferSize: query.udpSize,
                responseCode: code, responseFlags: text(of: sent.flags), responseSize: sent.size,
                requestDurationSecs: Double(DNSShared.monotonic() &- receivedAt) / 1e9, errorNumber: errorNumber,
                errorMessage: error))
    }

    /// What nearly every answer has, without making the text anew.
    private func text(of flags: DNSFlags) -> String {
        flags.rawValue & 0xfff0 == 0x8180 ? "qr,rd,ra" : flags.description
    }
}
