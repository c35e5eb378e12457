/// Reads a configuration as nginx does (its words, quotes, comments and blocks), without knowing what
/// directives mean. What is in blocks of Lua is kept as it stands.
///
/// It is written from the documentation of nginx's syntax and apart from what renders, so that it finds what
/// that one gets wrong.
struct ConfigurationReader {
    struct Directive {
        var name: String
        var arguments: [String]
        /// The names of the blocks around it, outermost first.
        var context: [String]
    }

    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    private let bytes: [UInt8]
    private var position = 0

    static func directives(_ text: String) throws -> [Directive] {
        var reader = ConfigurationReader(bytes: Array(text.utf8))
        var directives: [Directive] = []
        try reader.readBlock([], &directives)
        return directives
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func malformed(_ what: String) -> Malformed {
        let line = bytes.prefix(position).count { $0 == UInt8(ascii: "\n") } + 1
        return Malformed(description: "line \(line): \(what)")
    }

    private mutating func readBlock(_ context: [String], _ directives: inout [Directive]) throws {
        guard context.count < 10 else { throw malformed("blocks are nested too deeply") }
        while true {
            skipSpace()
            guard position < bytes.count else {
                guard context.isEmpty else { throw malformed("a block has no end") }
                return
            }
            if bytes[position] == UInt8(ascii: "}") {
                guard !context.isEmpty else { throw malformed("a block ends that did not begin") }
                position += 1
                return
            }
            try readDirective(context, &directives)
        }
    }

    private mutating func readDirective(_ context: [String], _ directives: inout [Directive]) throws {
        var words: [String] = []
        while true {
            skipSpace()
            guard position < bytes.count else { throw malformed("a directive has no end") }
            switch bytes[position] {
            case UInt8(ascii: ";"):
                position += 1
                guard let name = words.first else { throw malformed("a directive without name") }
                directives.append(Directive(name: name, arguments: Array(words.dropFirst()), context: context))
                return
            case UInt8(ascii: "{"):
                position += 1
                guard let name = words.first else { throw malformed("a block without name") }
                var arguments = Array(words.dropFirst())
                if name.hasSuffix("_by_lua_block") {
                    arguments.append(try readLua())
                    directives.append(Directive(name: name, arguments: arguments, context: context))
                } else {
                    directives.append(Directive(name: name, arguments: arguments, context: context))
                    try readBlock(context + [name], &directives)
                }
                return
            case UInt8(ascii: "}"): throw malformed("a directive ends without ';'")
            default: words.append(try readWord())
            }
        }
    }

    private mutating func readWord() throws -> String {
        var word: [UInt8] = []
        let quote = bytes[position]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            position += 1
            while position < bytes.count, bytes[position] != quote {
                if bytes[position] == UInt8(ascii: "\\") { position += 1 }
                guard position < bytes.count else { break }
                word.append(bytes[position])
                position += 1
            }
            guard position < bytes.count else { throw malformed("a quote has no end") }
            position += 1
            // nginx wants a space, an end, or the end of a condition, after a quote.
            guard position < bytes.count,
                Self.space.contains(bytes[position]) || Self.ends.contains(bytes[position])
                    || bytes[position] == UInt8(ascii: ")")
            else { throw malformed("something follows a quote") }
            return String(decoding: word, as: UTF8.self)
        }
        while position < bytes.count, !Self.space.contains(bytes[position]), !Self.ends.contains(bytes[position]) {
            if bytes[position] == UInt8(ascii: "\\") {
                word.append(bytes[position])
                position += 1
                guard position < bytes.count else { break }
            }
            // A brace after a dollar sign is part of a variable's name.
            if bytes[position] == UInt8(ascii: "$"), position + 1 < bytes.count,
                bytes[position + 1] == UInt8(ascii: "{")
            {
                throw malformed("a variable in braces, which is never rendered")
            }
            word.append(bytes[position])
            position += 1
        }
        return String(decoding: word, as: UTF8.self)
    }

    /// What is rendered of Lua has no braces of its own but in pairs, and none in quotes.
    private mutating func readLua() throws -> String {
        var depth = 1
        let start = position
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "{") { depth += 1 }
            if bytes[position] == UInt8(ascii: "}") { depth -= 1 }
            position += 1
            if depth == 0 { return String(decoding: bytes[start..<(position - 1)], as: UTF8.self) }
        }
        throw malformed("a block of Lua has no end")
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "#") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if Self.space.contains(bytes[position]) {
                position += 1
            } else {
                return
            }
        }
    }

    private static let space = Set(" \t\r\n".utf8)
    private static let ends = Set(";{}".utf8)
}
