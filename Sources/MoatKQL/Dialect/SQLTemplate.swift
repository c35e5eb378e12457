/// Text of a dialect with places for arguments: `$0`, `$1`, …
struct SQLTemplate: Sendable, ExpressibleByStringLiteral {
    /// Above this an argument that stands in several places is bound to a name, so that the text
    /// of nested calls grows with their number and not with its power.
    private static let longestRepeated = 160

    private enum Piece: Sendable {
        case text(String)
        case argument(Int)
    }

    private var pieces: [Piece] = []
    private var uses: [Int: Int] = [:]

    init(stringLiteral text: String) {
        self.init(text)
    }

    init(_ text: String) {
        var plain = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if character == "$", let digit = rest.first?.wholeNumberValue {
                rest.removeFirst()
                pieces.append(.text(plain))
                pieces.append(.argument(digit))
                uses[digit, default: 0] += 1
                plain = ""
            } else {
                plain.append(character)
            }
        }
        pieces.append(.text(plain))
    }

    /// A call that stands in many places is better made once, however short its text is.
    private func shouldBind(_ argument: String, _ uses: Int) -> Bool {
        uses > 1 && (argument.utf8.count > Self.longestRepeated || (uses > 2 && argument.contains("(")))
    }

    /// The text with the arguments in their places; nil where the template has places for more.
    func filled(_ arguments: [String]) -> String? {
        var values = arguments
        var bindings: [(name: String, value: String)] = []
        for (index, argument) in arguments.enumerated()
        where shouldBind(argument, uses[index, default: 0]) {
            let name = "\"·\(index)\""
            bindings.append((name, argument))
            values[index] = name
        }
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let plain): text += plain
            case .argument(let index):
                guard index < values.count else { return nil }
                text += values[index]
            }
        }
        for binding in bindings.reversed() {
            text = "list_transform([\(binding.value)], lambda \(binding.name): \(text))[1]"
        }
        return text
    }
}
