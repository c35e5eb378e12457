extension SourceText {
    /// How much of a line is shown before and after the place.
    private static let margin = 80

    /// The message, the line that it is about, and carets under the place:
    ///
    /// ```
    /// 2:3: unknown operator 'wher': did you mean 'where'?
    /// 2 | | wher Port == 53
    ///   |   ^~~~
    /// ```
    public func rendered(_ diagnostic: KQLDiagnostic) -> String {
        let start = min(max(diagnostic.range.start, 0), bytes.count)
        let line = lineStart(before: start)..<lineEnd(after: start)
        let before = String(decoding: bytes[line.lowerBound..<start], as: UTF8.self).unicodeScalars
        let after = String(decoding: bytes[start..<line.upperBound], as: UTF8.self).unicodeScalars
        let shownBefore = before.suffix(Self.margin)
        let shownAfter = after.prefix(Self.margin)
        let isCut = shownBefore.count < before.count
        let number = String(diagnostic.line)
        var text = "\(diagnostic)\n\(number) | "
        if isCut { text += "..." }
        text += Self.printable(shownBefore) + Self.printable(shownAfter)
        if shownAfter.count < after.count { text += "..." }
        text += "\n" + String(repeating: " ", count: number.count) + " | "
        if isCut { text += "   " }
        // A tab stays one, so that the mark stands under the place however wide tabs are.
        for scalar in shownBefore { text += scalar == "\t" ? "\t" : " " }
        let length = min(max(diagnostic.length, 1), max(shownAfter.count, 1))
        return text + "^" + String(repeating: "~", count: length - 1)
    }

    /// The text without what would steer a terminal.
    static func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = ""
        for scalar in scalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\t", .format, .lineSeparator, .paragraphSeparator:
                text.unicodeScalars.append("\u{FFFD}")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
