/// An operator between operands, and how tightly it binds.
///
/// The levels are those of grammar/Kql.g4 of microsoft/Kusto-Query-Language. There the operators
/// on strings, `=~` among them, bind more tightly than arithmetic.
enum Infix {
    case binary(BinaryOperator, Level)
    case membership(MembershipOperator)
    case between(isNegated: Bool)
    case unsupported(String)

    /// From loose to tight; `or` and `and` are looser than all.
    enum Level: Int {
        case equality
        case relation
        case sum
        case product
        case string
        case operand

        var next: Level { Level(rawValue: rawValue + 1) ?? .operand }
    }

    var level: Level {
        switch self {
        case .binary(_, let level): level
        case .membership, .between: .equality
        case .unsupported: .string
        }
    }

    /// For signs.
    init?(_ kind: Token.Kind) {
        switch kind {
        case .star: self = .binary(.multiply, .product)
        case .slash: self = .binary(.divide, .product)
        case .percent: self = .binary(.remainder, .product)
        case .plus: self = .binary(.add, .sum)
        case .minus: self = .binary(.subtract, .sum)
        case .less: self = .binary(.less, .relation)
        case .lessOrEqual: self = .binary(.lessOrEqual, .relation)
        case .greater: self = .binary(.greater, .relation)
        case .greaterOrEqual: self = .binary(.greaterOrEqual, .relation)
        case .equal: self = .binary(.equal, .equality)
        case .notEqual: self = .binary(.notEqual, .equality)
        case .equalTilde: self = .binary(.equalIgnoringCase, .string)
        case .notTilde: self = .binary(.notEqualIgnoringCase, .string)
        default: return nil
        }
    }

    /// For words.
    init?(word: String) {
        guard let infix = Self.words[word] else { return nil }
        self = infix
    }

    /// The words that stand between operands, with Kusto's older spellings.
    static let words: [String: Infix] = {
        var words: [String: Infix] = [:]
        for operation in BinaryOperator.allCases where operation.rawValue.contains(where: \.isLetter) {
            words[operation.rawValue] = .binary(operation, .string)
        }
        for operation in MembershipOperator.allCases { words[operation.rawValue] = .membership(operation) }
        words["between"] = .between(isNegated: false)
        words["!between"] = .between(isNegated: true)
        words["notcontains"] = .binary(.notContains, .string)
        words["containscs"] = .binary(.containsCased, .string)
        words["notcontainscs"] = .binary(.notContainsCased, .string)
        for word in ["like", "notlike", "likecs", "notlikecs"] { words[word] = .unsupported(word) }
        return words
    }()
}
