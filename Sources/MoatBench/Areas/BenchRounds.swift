/// Values of several subjects, by name, a value for each round.
struct BenchRounds {
    private(set) var values: [String: [Double]] = [:]

    /// Measures each subject in each round. The first round warms up and is not kept; each
    /// round begins with another subject and every other one goes backwards, so that none
    /// always comes after the same.
    static func measure<Subject>(
        _ subjects: [Subject], rounds: Int, names: (Subject) -> String,
        _ body: (Int, Subject) throws -> [String: Double]
    ) rethrows -> [String: BenchRounds] {
        var all: [String: BenchRounds] = [:]
        for round in 0...rounds {
            for place in subjects.indices {
                let step = round.isMultiple(of: 2) ? place : subjects.count - 1 - place
                let subject = subjects[(step + round) % subjects.count]
                let figures = try body(round, subject)
                guard round > 0 else { continue }
                for (figure, value) in figures {
                    all[figure, default: BenchRounds()].values[names(subject), default: []].append(value)
                }
            }
        }
        return all
    }

    func median(_ name: String) -> Double {
        (values[name] ?? []).median
    }

    /// The middle of the ratios of single rounds: both sides of each had the same neighbours.
    func ratio(_ ours: String, _ theirs: String) -> Double {
        zip(values[ours] ?? [], values[theirs] ?? []).map { $0 / max($1, 1e-9) }.median
    }

    /// A row for each peer; the bar is held against the best of them. Peers that are only
    /// `shown` are held against nothing.
    func rows(
        _ area: String, _ what: String, of ours: String, by peers: [String], shown: [String] = [], unit: String,
        bar: BenchBar, moreIsBetter: Bool
    ) -> [BenchRow] {
        let best = moreIsBetter ? peers.max { median($0) < median($1) } : peers.min { median($0) < median($1) }
        return (peers + shown).map { peer in
            row(area, "\(what), by \(peer)", of: ours, by: peer, unit: unit, bar: peer == best ? bar : .none)
        }
    }

    /// One subject held against another.
    func row(
        _ area: String, _ name: String, of ours: String, by peer: String, unit: String, bar: BenchBar
    ) -> BenchRow {
        let ratio = ratio(ours, peer)
        return BenchRow(
            area: area, name: name, ours: median(ours), baseline: median(peer), unit: unit, ratio: ratio,
            bar: bar.text, ok: bar.isMet(by: ratio))
    }

    /// A row for each peer of what is added to a subject that does nothing: differences of
    /// medians, since the single ones of a round are smaller than what chance does to them.
    func addedRows(
        _ area: String, _ what: String, to nothing: String, of ours: String, by peers: [String], shown: [String],
        unit: String, bar: BenchBar
    ) -> [BenchRow] {
        func added(_ name: String) -> Double { max(0.001, median(name) - median(nothing)) }
        let best = peers.min { added($0) < added($1) }
        return (peers + shown).map { peer in
            let ratio = added(ours) / added(peer)
            let bar = peer == best ? bar : .none
            return BenchRow(
                area: area, name: "\(what), by \(peer)", ours: added(ours), baseline: added(peer), unit: unit,
                ratio: ratio, bar: bar.text, ok: bar.isMet(by: ratio))
        }
    }
}
