/// Reads JSON (RFC 8259) that anybody may have sent.
struct JSONParser {
    /// What is wrong, and at which byte.
    struct Failure: Error, Hashable, CustomStringConvertible {
        var problem: String
        var offset: Int

        var description: String { "\(problem) at byte \(offset)" }
    }

    static let depthLimit = 64
    /// No more duplicates than these are named.
    static let duplicateLimit = 100

    private enum Step {
        case member(String)
        case element(Int)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var offset = 0
    private var path: [Step] = []
    private var duplicates: [String] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The value, and the paths of members that came twice, as `spec.ports[0].name`; the last
    /// of them counts.
    static func parse(_ bytes: [UInt8]) throws(Failure) -> (value: JSONValue, duplicates: [String]) {
        let result: Result<(JSONValue, [String]), Failure> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer)
            do throws(Failure) {
                let value = try parser.value(depth: 0)
                parser.skipSpace()
                guard parser.offset == buffer.count else { throw parser.failure("there is more after the value") }
                return .success((value, parser.duplicates))
            } catch {
                return .failure(error)
            }
        }
        let (value, duplicates) = try result.get()
        return (value, duplicates)
    }

    func failure(_ problem: String) -> Failure {
        Failure(problem: problem, offset: offset)
    }

    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private var pathText: String {
        path.reduce(into: "") { text, step in
            switch step {
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .element(let index): text += "[\(index)]"
            }
        }
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { offset += 1 }
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.depthLimit else { throw failure("more than \(Self.depthLimit) levels") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw failure("the text ends where a value is expected")
        default: return try number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let end = offset + text.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[offset..<end].elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: end - offset))
        else { throw failure("no value begins with this") }
        offset = end
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        offset += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if next == UInt8(ascii: "}") {
            offset += 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("a member's name is expected") }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw failure("a colon is expected") }
            offset += 1
            path.append(.member(key))
            let member = try value(depth: depth + 1)
            if members.updateValue(member, forKey: key) != nil, duplicates.count < Self.duplicateLimit {
                duplicates.append(pathText)
            }
            path.removeLast()
            skipSpace()
            switch next {
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "}"):
                offset += 1
                return .object(members)
            default: throw failure("a comma or the end of the object is expected")
            }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        offset += 1
        var elements: [JSONValue] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            offset += 1
            return .array(elements)
        }
        while true {
            path.append(.element(elements.count))
            elements.append(try value(depth: depth + 1))
            path.removeLast()
            skipSpace()
            switch next {
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: "]"):
                offset += 1
                return .array(elements)
            default: throw failure("a comma or the end of the array is expected")
            }
        }
    }
}
