import MoatModel

/// Judges a connection or an HTTP request by the application rules, once its name is known.
/// Total and without allocation, as the judgement of packets is.
///
/// A name or URL that a threat feed lists is refused, or recorded and then judged like all else.
///
/// The name is compared without regard to case and to a trailing dot. That a network rule or
/// the default decides about the flow before any name is asked for is not looked at again.
public func evaluate(_ request: ApplicationRequest, _ snapshot: Snapshot) -> Decision {
    switch request.content {
    case .refused(let refusal):
        return .refused(refusal)
    case .tls(nil):
        return .refused(.sniMissing)
    case .tls(let serverName?):
        return HostName.withNormalized(serverName) { name in
            guard let name, !HostName.isAddress(name) else { return .refused(.sniInvalid) }
            return judge(name, snapshot.threat(ofNormalized: name), .https, request.flow, snapshot)
        }
    case .http(nil, _, _):
        return .refused(.hostMissing)
    case .http(let host?, let port, let target):
        return HostName.withNormalized(host) { name in
            guard let name else { return .refused(host.isEmpty ? .hostMissing : .hostInvalid) }
            guard port ?? request.flow.destinationPort == request.flow.destinationPort else {
                return .refused(.portMismatch)
            }
            var threat = snapshot.threat(ofNormalized: name)
            if threat == nil, snapshot.judgesURLs,
                let url = ThreatURL(host: host, port: request.flow.destinationPort, target: target)
            {
                threat = snapshot.threat(of: url, host: name)
            }
            return judge(name, threat, .http, request.flow, snapshot)
        }
    }
}

private func judge(
    _ name: UnsafeBufferPointer<UInt8>, _ threat: ThreatMatch?, _ type: ApplicationRule.ProtocolType, _ flow: Flow,
    _ snapshot: Snapshot
) -> Decision {
    if let threat, threat.action == .deny { return .refused(threat) }
    var decision = judgeByRules(name, type, flow, snapshot)
    decision.threat = threat
    return decision
}

private func judgeByRules(
    _ name: UnsafeBufferPointer<UInt8>, _ type: ApplicationRule.ProtocolType, _ flow: Flow, _ snapshot: Snapshot
) -> Decision {
    guard let index = snapshot.firstApplication(flow, type, name) else { return .refused(.noRuleMatched) }
    let rule = snapshot.rules[index]
    return Decision(verdict: rule.verdict, tier: .application, rule: rule.identity, reason: .rule)
}

extension Decision {
    /// The default of the application tier.
    static func refused(_ refusal: ApplicationRefusal) -> Decision {
        Decision(verdict: .deny, tier: .default, rule: nil, reason: .application(refusal))
    }
}
