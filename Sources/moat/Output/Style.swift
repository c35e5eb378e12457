import Foundation

/// Colour for a terminal (ECMA-48 SGR). Without a terminal, or where NO_COLOR is set
/// (no-color.org) or TERM is `dumb`, text stays as it is.
struct Style: Hashable {
    enum Colour: Int, Hashable {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36
    }

    let isColoured: Bool

    static let plain = Style(isColoured: false)

    /// The style for a file descriptor of this process.
    static func forDescriptor(
        _ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Style {
        Style(isColoured: isWanted(environment) && isatty(descriptor) == 1)
    }

    static func isWanted(_ environment: [String: String]) -> Bool {
        (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    func callAsFunction(_ text: String, _ colour: Colour) -> String {
        isColoured && !text.isEmpty ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
    }
}
