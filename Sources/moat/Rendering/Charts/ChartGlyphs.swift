/// What charts are drawn with.
struct ChartGlyphs: Hashable {
    /// From an eighth of a cell to a whole one, from the left.
    let across: [Character]
    /// From an eighth of a cell to a whole one, from below.
    let up: [Character]
    let corner: Character
    let horizontal: Character
    let vertical: Character

    /// Block elements (Unicode, U+2580 to U+259F).
    static let unicode = ChartGlyphs(
        across: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"], up: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        corner: "└", horizontal: "─", vertical: "│")

    /// For terminals that show nothing else.
    static let ascii = ChartGlyphs(
        across: [" ", " ", " ", " ", "#", "#", "#", "#"], up: [".", ".", ".", ":", ":", ":", "#", "#"], corner: "+",
        horizontal: "-", vertical: "|")

    /// By the locale, as setlocale(3) finds it.
    static func of(_ environment: [String: String]) -> ChartGlyphs {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.filter { !$0.isEmpty }
        let locale = (names.first ?? "").uppercased()
        return locale.contains("UTF-8") || locale.contains("UTF8") ? .unicode : .ascii
    }

    /// A bar that fills so many cells of a line.
    func bar(_ cells: Double) -> String {
        let eighths = Int((min(max(cells, 0), 1000) * 8).rounded())
        let rest = eighths % 8
        let whole = String(repeating: across[7], count: eighths / 8)
        return rest > 0 && across[rest - 1] != " " ? whole + String(across[rest - 1]) : whole
    }

    /// One cell of a column: how many eighths of it are full, 0 to 8.
    func cell(_ eighths: Int) -> Character {
        eighths <= 0 ? " " : up[min(eighths, 8) - 1]
    }
}
