import MoatModel
import MoatPolicy

/// Walks the rules of one pass as `evaluate` would, and remembers what came near.
struct PassTrace {
    let flow: Flow
    let snapshot: Snapshot
    /// The pass's places in `snapshot.rules`.
    let range: Range<Int>
    /// The rule that decides the pass.
    let decisive: Int?

    init(_ tier: Decision.Tier, _ flow: Flow, _ snapshot: Snapshot) {
        self.flow = flow
        self.snapshot = snapshot
        let range = snapshot.range(of: tier)
        self.range = range
        decisive = range.first { snapshot.match(rule: $0, flow).all }
    }

    /// Every rule from `start` on that matches.
    func matching(from start: Int) -> [Int] {
        range.filter { $0 >= start && snapshot.match(rule: $0, flow).all }
    }

    func reference(_ index: Int) -> RuleReference {
        RuleReference(snapshot.rules[index], index: index)
    }

    /// An allowing rule that did not match.
    struct Candidate {
        var index: Int
        var fields: [FieldFinding]

        var missing: [FieldFinding] { fields.filter { !$0.matches } }
    }

    /// The allowing rule with the fewest fields amiss, and of equals the first; nil where
    /// even that one has more than two amiss.
    func nearest(where isCandidate: (FieldMatch) -> Bool = { _ in true }) -> Candidate? {
        var best: Candidate?
        for index in range where snapshot.rules[index].verdict == .allow {
            let match = snapshot.match(rule: index, flow)
            guard !match.all, isCandidate(match) else { continue }
            let amiss = 3 - match.count
            if let best, best.missing.count <= amiss { continue }
            let candidate = Candidate(
                index: index, fields: RuleFields(snapshot.rules[index]).findings(match, flow))
            if candidate.missing.count < best?.missing.count ?? 3 { best = candidate }
        }
        return best
    }

    func nearMiss(_ candidate: Candidate?) -> NearMiss? {
        candidate.map { NearMiss(rule: reference($0.index), fields: $0.fields) }
    }

    /// `3 of 7 rules looked at`, `7 rules looked at`, `no rules`.
    func count(upTo index: Int?) -> String {
        Self.count(range, upTo: index)
    }

    static func count(_ range: Range<Int>, upTo index: Int?) -> String {
        let total = range.count
        guard total > 0 else { return "no rules" }
        guard let index, index - range.lowerBound + 1 < total else {
            return total == 1 ? "1 rule looked at" : "\(total) rules looked at"
        }
        return "\(index - range.lowerBound + 1) of \(total) rules looked at"
    }
}
