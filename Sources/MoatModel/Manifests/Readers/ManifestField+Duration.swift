extension ManifestField {
    /// A length of time such as `1h30m`, within bounds.
    func duration(in range: ClosedRange<Duration>) -> DurationText? {
        guard let text = string() else { return nil }
        guard let duration = DurationText(text) else {
            issue(
                "'\(text)' is not a length of time", hint: "write numbers with units (d, h, m, s), such as 90s or 1h30m"
            )
            return nil
        }
        guard range.contains(duration.duration) else {
            issue(
                "\(duration) is not between \(Self.text(range.lowerBound)) and \(Self.text(range.upperBound))",
                hint: "write a length of time between these")
            return nil
        }
        return duration
    }

    private static func text(_ duration: Duration) -> String {
        DurationText(milliseconds: duration.components.seconds * 1000).description
    }
}
