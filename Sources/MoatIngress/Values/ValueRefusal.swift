/// Why a text is not taken as a value.
struct ValueRefusal: Error, Equatable {
    /// Completes the sentence "X is 'value', and must be …".
    var right: String

    init(_ right: String) {
        self.right = right
    }

    /// What is wrong with `value` of the field or annotation `name`, for people. The value is cut, and
    /// what does not print is escaped.
    func message(_ name: String, _ value: String) -> String {
        "\(name) is '\(Self.shown(value))', and must be \(right)"
    }

    static func shown(_ value: String) -> String {
        var shown = ""
        for scalar in value.unicodeScalars.prefix(100) {
            shown += (0x20...0x7E).contains(scalar.value) ? String(scalar) : scalar.escaped(asASCII: true)
        }
        return value.unicodeScalars.dropFirst(100).isEmpty ? shown : shown + "…"
    }
}
