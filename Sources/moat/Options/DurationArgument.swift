import ArgumentParser
import MoatModel

/// A length of time on the command line: `60s`, `5m`, `1h30m`, `2d`, `250ms`.
struct DurationArgument: Hashable {
    var duration: Duration

    var seconds: Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension DurationArgument: LosslessStringConvertible {
    init?(_ description: String) {
        guard let text = DurationText(description) else { return nil }
        duration = text.duration
    }

    var description: String {
        Humanized.duration(seconds: seconds)
    }
}

extension DurationArgument: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}
