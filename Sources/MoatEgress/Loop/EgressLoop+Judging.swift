import MoatLogs
import MoatModel
import MoatPolicy

extension EgressLoop {
    /// Judges what a connection has said, and goes on with what was decided.
    func judge(
        _ connection: Connection, _ content: ApplicationRequest.Content, _ type: ApplicationRule.ProtocolType
    ) {
        guard let snapshot = inForce.current else {
            losses.add(.withoutPolicy)
            close(connection, reset: true)
            return
        }
        let request = ApplicationRequest(flow: connection.flow, content: content)
        connection.request = request
        connection.name = Self.name(content)
        let decision = evaluate(request, snapshot)
        guard decision.verdict == .allow else {
            refuse(connection, decision, type)
            return
        }
        // Where addresses count, the one that is really connected to has the last word.
        if !snapshot.judgesResolvedAddresses { record(connection, decision, type) }
        resolve(connection, mayReuse: !snapshot.judgesResolvedAddresses)
    }

    /// Whether a snapshot still allows what is under way on a connection.
    func stillAllowed(_ connection: Connection, by snapshot: Snapshot) -> Bool {
        switch evaluate(connection.flow, snapshot).verdict {
        case .deny: return false
        case .allow: return true
        case .proxy: break
        }
        guard var request = connection.request else { return true }
        var decision = evaluate(request, snapshot)
        if snapshot.judgesResolvedAddresses, decision.verdict == .allow, connection.upstream.isOpen {
            request.flow.destination = .v4(connection.destination)
            decision = evaluate(request, snapshot)
        }
        guard decision.verdict == .allow else { return false }
        if connection.upstream.isOpen, snapshot.threat(ofDestination: .v4(connection.destination))?.action == .deny {
            return false
        }
        setRule(connection, decision)
        return true
    }

    /// The name as rules and resolvers know it.
    private static func name(_ content: ApplicationRequest.Content) -> String {
        let name: String
        switch content {
        case .tls(let serverName): name = serverName ?? ""
        case .http(let host, _, _): name = host ?? ""
        case .refused: return ""
        }
        let lower = name.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }

    // MARK: Resolution

    /// `mayReuse`: whether the connection of the request before will do, where it goes to the same
    /// name.
    private func resolve(_ connection: Connection, mayReuse: Bool) {
        if let http = connection.http, connection.upstream.isOpen {
            if mayReuse, http.upstreamName == connection.name,
                // Something to read between two exchanges can only be the end, or what nobody
                // asked for.
                !connection.upstream.isReadable, !connection.upstream.isEnding
            {
                beginExchange(connection)
                return
            }
            connection.upstream.close()
        }
        connection.http?.isReused = false
        connection.phase = .resolving
        connection.deadline = now + Int64(configuration.resolveTimeout)
        if let address = IPv4Address(connection.name) {
            resolved(connection, .success([.v4(address)]))
            return
        }
        let resolution = Resolution(token: connection.token, mailbox: mailbox)
        resolver.resolve(connection.name) { resolution.complete($0) }
        if let answer = resolution.answer() { resolved(connection, answer) }
    }

    /// Asks for the addresses again, for a request that is sent a second time.
    func resolveAgain(_ connection: Connection) {
        connection.upstream.close()
        connection.sending.pending.removeAll()
        resolve(connection, mayReuse: false)
    }

    func resolved(_ connection: Connection, _ result: Result<[IPAddress], NameResolutionError>) {
        let addresses: [IPv4Address]
        switch result {
        case .failure(let error):
            unresolved(connection, error)
            return
        case .success(let all):
            addresses = all.compactMap { if case .v4(let address) = $0 { address } else { nil } }
        }
        guard !addresses.isEmpty else {
            unresolved(connection, NameResolutionError("no IPv4 address"))
            return
        }
        guard let snapshot = inForce.current, let request = connection.request else {
            close(connection, reset: true)
            return
        }
        let type: ApplicationRule.ProtocolType = connection.http == nil ? .https : .http
        let reachable = addresses.filter { !configuration.isForbidden($0) && !snapshot.isOwnAddress(.v4($0)) }
        guard !reachable.isEmpty else {
            refuse(
                connection,
                evaluate(ApplicationRequest(flow: request.flow, content: .refused(.destinationForbidden)), snapshot),
                type)
            return
        }
        // A listed server is not connected to, whatever name it goes by.
        let unlisted =
            snapshot.threatAction == .deny && snapshot.threatLists != nil
            ? reachable.filter { snapshot.threat(ofDestination: .v4($0)) == nil } : reachable
        guard !unlisted.isEmpty else {
            connection.destination = reachable[0]
            if let threat = snapshot.threat(ofDestination: .v4(reachable[0])) {
                refuse(connection, .refused(threat), type)
            }
            return
        }
        guard snapshot.judgesResolvedAddresses else {
            connection.candidates = Array(unlisted.prefix(Self.maximumCandidates))
            connectNext(connection)
            return
        }
        let judged = unlisted.map { address in
            var request = request
            request.flow.destination = .v4(address)
            return (address: address, decision: evaluate(request, snapshot))
        }
        guard let first = judged.first(where: { $0.decision.verdict == .allow }) else {
            refuse(connection, judged[0].decision, type)
            return
        }
        record(connection, first.decision, type)
        connection.candidates = judged.filter { $0.decision == first.decision }.map(\.address)
        connectNext(connection)
    }

    /// Addresses of one name that are tried before the client hears that there is no way.
    private static let maximumCandidates = 8

    func unresolved(_ connection: Connection, _ error: NameResolutionError) {
        losses.add(.unresolved)
        if failures.shouldLog(connection.name, now: now), let snapshot = inForce.current,
            let request = connection.request
        {
            let rule = evaluate(request, snapshot).rule
            records.append(
                .fqdnResolutionFailure(
                    AZFWInternalFqdnResolutionFailure(
                        timeGenerated: .now(), fqdn: connection.name, serverIp: nil, serverPort: 53,
                        policy: rule?.policy ?? "", ruleCollectionGroup: rule?.group ?? "",
                        ruleCollection: rule?.collection ?? "", rule: rule?.rule ?? "", error: error.description)))
        }
        fail(connection, "\(connection.name) cannot be resolved: \(error)", .unrecognizedName)
    }

    // MARK: Connecting

    func connectNext(_ connection: Connection) {
        guard let snapshot = inForce.current, case .v4(let client) = connection.flow.source else {
            close(connection, reset: true)
            return
        }
        while let address = connection.candidates.first {
            connection.candidates.removeFirst()
            connection.destination = address
            connection.source = snapshot.egressAddress(for: client, to: address)
            switch TCPSocket.connect(
                from: SocketAddress(address: connection.source, port: 0),
                to: SocketAddress(address: address, port: connection.flow.destinationPort))
            {
            case .failed: continue
            case .connected(let descriptor):
                guard attach(connection, descriptor) else { return }
                connection.upstream.isWritable = true
                established(connection)
                return
            case .inProgress(let descriptor):
                guard attach(connection, descriptor) else { return }
                connection.phase = .connecting
                connection.deadline = now + Int64(configuration.connectTimeout)
                return
            }
        }
        losses.add(.unreachable)
        fail(connection, "\(connection.name) does not answer at \(connection.destination)", .internalError)
    }

    private func attach(_ connection: Connection, _ descriptor: Int32) -> Bool {
        connection.upstream = SocketState(descriptor: descriptor)
        guard poller.add(descriptor, token: connection.token | 1) else {
            losses.add(.noDescriptors)
            close(connection, reset: true)
            return false
        }
        return true
    }

    func connecting(_ connection: Connection) {
        if connection.client.isBroken {
            close(connection)
            return
        }
        guard connection.upstream.isWritable || connection.upstream.isBroken else { return }
        // A connection that failed is writable too, but never without being broken.
        guard !connection.upstream.isBroken || TCPSocket.pendingError(connection.upstream.descriptor) == 0 else {
            connection.upstream.close()
            connectNext(connection)
            return
        }
        connection.upstream.isWritable = true
        established(connection)
    }

    private func established(_ connection: Connection) {
        if let snapshot = inForce.current { recordThreat(ofServer: connection, by: snapshot) }
        connection.passage = Connection.Passage(
            name: connection.name, rule: connection.allowingRule, destination: connection.destination,
            source: TCPSocket.localAddress(connection.upstream.descriptor)
                ?? SocketAddress(address: connection.source, port: 0))
        if let http = connection.http {
            http.upstreamName = connection.name
            beginExchange(connection)
        } else {
            connection.sending.pending.append(connection.received)
            connection.received = []
            connection.phase = .relaying
            relay(connection)
        }
    }
}
