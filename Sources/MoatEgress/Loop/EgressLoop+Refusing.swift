import MoatLogs
import MoatModel
import MoatPolicy

extension EgressLoop {
    /// Longest URL that a record shows, in characters.
    private static let maximumURL = 2048

    /// Records a decision and counts it for its rule.
    func record(_ connection: Connection, _ decision: Decision, _ type: ApplicationRule.ProtocolType) {
        let time = LogTimestamp.now()
        setRule(connection, decision)
        counters.hit(connection.ruleNumber, at: time.nanoseconds / 1_000_000_000)
        let url = Self.url(connection)
        if let threat = decision.threat { record(threat, connection, type, at: time) }
        guard decision.tier != .threatIntel else { return }
        records.append(
            .applicationRule(
                AZFWApplicationRule(
                    timeGenerated: time, applicationProtocol: type, sourceIp: connection.flow.source,
                    sourcePort: connection.flow.sourcePort, destinationPort: connection.flow.destinationPort,
                    fqdn: connection.name, targetUrl: url, action: decision.verdict == .allow ? .allow : .deny,
                    policy: decision.rule?.policy ?? "", ruleCollectionGroup: decision.rule?.group ?? "",
                    ruleCollection: decision.rule?.collection ?? "", rule: decision.rule?.rule ?? "",
                    actionReason: decision.reason.logText)))
    }

    private static func url(_ connection: Connection) -> String {
        guard let http = connection.http, case .http? = connection.request?.content else { return "" }
        return String(http.request.url.prefix(maximumURL))
    }

    /// Records that the address which a name stands for is listed. Where it is the one that the
    /// client dialled, the gate has told of it.
    func recordThreat(ofServer connection: Connection, by snapshot: Snapshot) {
        let server = IPAddress.v4(connection.destination)
        guard server != connection.flow.destination, let threat = snapshot.threat(ofDestination: server) else {
            return
        }
        record(threat, connection, connection.http == nil ? .https : .http, server: server, at: .now())
    }

    /// Records what a feed lists: the name or the URL, or the address of the server.
    private func record(
        _ threat: ThreatMatch, _ connection: Connection, _ type: ApplicationRule.ProtocolType,
        server: IPAddress? = nil, at time: LogTimestamp
    ) {
        records.append(
            .threatIntel(
                AZFWThreatIntel(
                    timeGenerated: time, protocolName: type.rawValue.uppercased(),
                    sourceIp: connection.flow.source, sourcePort: connection.flow.sourcePort, destinationIp: server,
                    destinationPort: connection.flow.destinationPort, fqdn: connection.name,
                    targetUrl: Self.url(connection), action: threat.action,
                    threatDescription: threat.info.description)))
    }

    /// Records the end of a connection that got through; of one that did not, its refusal tells.
    func recordEnd(_ connection: Connection, _ reason: MoatFlow.CloseReason) {
        guard let passage = connection.passage else { return }
        let end = LogTimestamp.now()
        let flow = connection.flow
        records.append(
            .flow(
                MoatFlow(
                    timeGenerated: end,
                    startTime: LogTimestamp(
                        nanoseconds: end.nanoseconds - max(0, Self.clock() - connection.acceptedAt) * 1_000_000),
                    endTime: end, ipProtocol: flow.ipProtocol, sourceIp: flow.source, sourcePort: flow.sourcePort,
                    destinationIp: flow.destination, destinationPort: flow.destinationPort,
                    translatedIp: .v4(passage.destination), translatedPort: flow.destinationPort,
                    sourceTranslatedIp: .v4(passage.source.address), sourceTranslatedPort: passage.source.port,
                    fqdn: passage.name, policy: passage.rule?.policy ?? "",
                    ruleCollectionGroup: passage.rule?.group ?? "", ruleCollection: passage.rule?.collection ?? "",
                    rule: passage.rule?.rule ?? "", packetsSent: 0, packetsReceived: 0,
                    bytesSent: connection.bytesSent, bytesReceived: connection.bytesReceived, closeReason: reason)))
    }

    /// From now on the connection's traffic is that of the rule.
    func setRule(_ connection: Connection, _ decision: Decision) {
        count(connection)
        connection.ruleNumber =
            decision.tier == .threatIntel
            ? RuleNumbering.threatIntel : decision.rule?.number ?? RuleNumbering.defaultRule
        guard decision.verdict == .allow else { return }
        connection.allowingRule = decision.rule
        if connection.passage?.name == connection.name { connection.passage?.rule = decision.rule }
    }

    /// Says no, in the protocol that the client speaks.
    func refuse(_ connection: Connection, _ decision: Decision, _ type: ApplicationRule.ProtocolType) {
        record(connection, decision, type)
        let text = Self.text(decision)
        if decision.reason == .application(.notHTTP), connection.http != nil {
            close(connection, reset: true)
        } else if let http = connection.http {
            var keepsAlive = http.request.keepsAlive && http.request.body == .none
            // What could not be read leaves no place where the next request begins.
            if case .http? = connection.request?.content {} else { keepsAlive = false }
            answer(connection, HTTPAnswer.denied(text, keepsAlive: keepsAlive), keepsAlive: keepsAlive)
        } else if connection.received.first == ClientHelloParser.handshakeRecord {
            end(connection, with: TLSAlert.accessDenied.record)
        } else if connection.received.withUnsafeBytes({ HTTPRequestParser.looksLikeRequest($0) }) {
            end(connection, with: HTTPAnswer.denied(text, keepsAlive: false))
        } else {
            close(connection, reset: true)
        }
    }

    /// Tells the client that what was allowed did not work.
    func fail(_ connection: Connection, _ text: String, _ alert: TLSAlert) {
        guard let http = connection.http else {
            end(connection, with: alert.record)
            return
        }
        guard !http.hasBegunAnswer else {
            close(connection, reset: true)
            return
        }
        end(connection, with: HTTPAnswer.badGateway(text))
    }

    private func answer(_ connection: Connection, _ bytes: [UInt8], keepsAlive: Bool) {
        guard keepsAlive else {
            end(connection, with: bytes)
            return
        }
        connection.receiving.pending.append(bytes)
        connection.request = nil
        awaitRequest(connection)
        // Not at once: a client may have sent thousands of requests together, and each would
        // be answered a level deeper.
        driveLater(connection)
    }

    /// `Action: Deny. Reason: …` as Azure writes it, with the rule where one decided.
    private static func text(_ decision: Decision) -> String {
        if let threat = decision.threat, threat.action == .deny {
            return "Action: Deny. Reason: Threat intelligence: \(threat.info.description)."
        }
        guard let rule = decision.rule else { return "Action: Deny. Reason: \(decision.reason.logText)." }
        return
            "Action: Deny. Policy: \(rule.policy). Rule Collection Group: \(rule.group). Rule Collection: \(rule.collection). Rule: \(rule.rule)."
    }
}
