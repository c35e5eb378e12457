import MoatModel
import MoatPolicy

extension ReferenceEvaluator.Verdict {
    /// A decision in the same terms. Which of the public addresses was taken is tested apart.
    init(_ decision: Decision) {
        self.init(
            allow: decision.verdict == .allow, tier: decision.tier,
            rule: decision.rule.map { "\($0.policy)/\($0.group)/\($0.collection)/\($0.rule)" },
            reason: decision.reason, translation: decision.translation,
            sourceNAT: {
                switch decision.sourceNAT {
                case .none: "none"
                case .privateAddress: "private"
                case .publicAddress: "public"
                }
            }(),
            threat: decision.threat.map {
                "\($0.action.rawValue) \($0.subject) \($0.info.feed): \($0.info.description)"
            })
    }
}
