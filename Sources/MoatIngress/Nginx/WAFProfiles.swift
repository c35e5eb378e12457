import MoatKubernetes

/// The ways in which locations of a plan have their requests looked at.
///
/// Rules are loaded once for all of nginx, for each copy of them takes memory with each reload. Which
/// location a request belongs to reaches them as the start of the transaction's id, `UNIQUE_ID`, which
/// the configuration sets and no client can.
struct WAFProfiles {
    /// Rising.
    let all: [WAFOptions]
    private let indices: [WAFOptions: Int]

    init(_ plan: IngressPlan) {
        let used = plan.servers.flatMap { $0.locations.map(\.options.waf) }.filter { $0.mode != .off }
        let all = Set(used).sorted {
            ($0.mode.rawValue, $0.paranoia, $0.exclusions.map(String.init).joined(separator: ","))
                < ($1.mode.rawValue, $1.paranoia, $1.exclusions.map(String.init).joined(separator: ","))
        }
        self.all = all
        indices = Dictionary(uniqueKeysWithValues: zip(all, all.indices))
    }

    var isEmpty: Bool { all.isEmpty }

    /// The name of the options, which says mode and paranoia, and has no other's name as its start with
    /// the colon that follows.
    func name(_ options: WAFOptions) -> String {
        let index = indices[options] ?? 0
        return "\(options.mode.rawValue)-\(options.paranoia)-\(index)"
    }

    /// `PROFILE:NAMESPACE/INGRESS:REQUEST:HOST`
    func transaction(_ options: WAFOptions, _ ingress: ObjectKey) -> String {
        "\(name(options)):\(ingress):$request_id:$host"
    }

    /// The rules that set each profile, before those of the Core Rule Set.
    var rules: [String] {
        all.enumerated().map { index, options in
            var actions = ["id:\(1000 + index)", "phase:1", "nolog", "pass", "t:none"]
            actions.append("setvar:tx.paranoia_level=\(options.paranoia)")
            if options.mode == .detect { actions.append("ctl:ruleEngine=DetectionOnly") }
            actions += options.exclusions.map { "ctl:ruleRemoveById=\($0)" }
            return "SecRule UNIQUE_ID \"@beginsWith \(name(options)):\" \"\(actions.joined(separator: ","))\""
        }
    }
}
