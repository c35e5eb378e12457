import MoatLogs
import MoatPolicy

extension DNSLoop {
    /// Whether the name that a client asks for, in lower case in `key`, is listed; it is recorded
    /// where it is.
    func threat(
        in query: ClientQuery, _ request: UnsafeBufferPointer<UInt8>, _ client: Client
    ) -> ThreatMatch? {
        guard let snapshot, snapshot.judgesNames, let threat = threat(in: query, by: snapshot) else { return nil }
        let name = name(query, request)
        records.append(
            .threatIntel(
                AZFWThreatIntel(
                    timeGenerated: wallTime, protocolName: "DNS", sourceIp: client.endpoint.address,
                    sourcePort: client.endpoint.port, destinationIp: nil, destinationPort: 53,
                    fqdn: name.hasSuffix(".") ? String(name.dropLast()) : name, targetUrl: "",
                    action: threat.action,
                    threatDescription: threat.info.description)))
        return threat
    }

    /// The labels with dots between them, without allocating.
    private func threat(in query: ClientQuery, by snapshot: Snapshot) -> ThreatMatch? {
        let size = query.nameEnd - DNSMessage.headerSize
        // The root has no name to list.
        guard size > 2 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size - 2) { text in
            var next = 0
            for place in 1..<size - 1 {
                let isLength = place == next + 1 + Int(key[next])
                if isLength { next = place }
                text[place - 1] = isLength ? UInt8(ascii: ".") : key[place]
            }
            return snapshot.threat(ofNormalized: UnsafeBufferPointer(text))
        }
    }
}
