import Testing

@testable import MoatKQL
@testable import MoatLogs

/// What RE2 refuses is refused before the query runs, and nothing else.
@Suite struct RegularExpressionTests {
    static let right = [
        "", "a", "a|b", "|", "(a|)", "()", "(?:a)*", "a*?", "a+?b??", "^*", "$+", "(a)(b)", #"\b\B\A\z"#,
        #"\d\D\s\S\w\W"#,
        #"[\d\-z]"#, "[]a]", "[^]a]", "[a-]", "[-a]", "[a-b-c]", "[[:alpha:][:^digit:]]", "[[:alpha:]-z]", "[[a]",
        "[:a]",
        "a{2}", "a{2,}", "a{2,3}?", "a{", "a{,3}", "a{x}", "{", "{x", "a{1", "a{1,", "a{1,2", "a{01}", "a{0}",
        "a{1000}",
        "(?:a{100}){10}", "a}", "]", #"\Q(*\E+"#, #"\Qa"#, #"\pL\PN\p{Greek}\p{^Greek}\p{Lu}"#, #"[\pL\p{Greek}]"#,
        #"\x41\x{10FFFF}\0\012\101\n\r\t\a\f\v"#, #"\.\*\-\/\ \@"#, "(?i)a(?-i)b", "(?i:a)(?s-m:b)", "(?i-s)a",
        "(?P<name>a)(?P<other>b)", "(?P<a>b)(?P<a>c)", "a(?i)*", "(?imsU)", "ä*é+", "[ä-ö]", #"[\x00-\x{10FFFF}]"#,
        #"[^\x00-\x{10FFFF}]"#,
        #"\C"#, #"\12"#, #"\77"#, #"[\]]"#, #"[\n-\r]"#, "a{99999999999999999999}", "(?:)", "(?i)", "a||b",
    ]

    static let wrong = [
        "(", ")", "a)", "(a", "((a)", "(a))", "[", "[]", "[^]", "[a", "[^", "[z-a]", "[a-", #"[a-\d]"#, "[[:foo:]]",
        "*", "+a", "?", "|*", "(*)", "(|+)", "(?:*a)", "a**", "a+*", "a??+", "a{2}{3}", "a{2}*", "a*{2}", "{2}",
        "({2})",
        "a{2,1}", "a{1001}", "a{2,1001}", "(?:a{100}){11}", "((a{10}){10}){11}", #"\"#, #"a\"#, #"\1"#, #"(a)\1"#,
        #"\8"#,
        #"\9a"#, #"\18"#, #"\y"#, #"\Z"#, #"\G"#, #"\E"#, #"\k<a>"#, #"\h"#, #"\x"#, #"\x4"#, #"\x{}"#, #"\x{110000}"#,
        #"\x{41"#, #"\xg1"#, #"\u0041"#, #"\p"#, #"\p{Greek"#, #"\pX"#, #"[\b]"#, #"[\Q"#, #"[\1]"#, "(?=a)", "(?!a)",
        "(?<=a)", "(?<!a)", "(?>a)", "(?#a)", "(?(1)a)", "(?x)a", "(?-)a", "(?i-)a", "(?i--s)a", "(?-:a)", "(?", "(?i",
        "(?P<a", "(?P<>a)", "(?P<a b>c)", "(?P=a)", "(?P>a)",
    ]

    @Test(arguments: right)
    func takes(_ pattern: String) {
        #expect(RegularExpressionCheck.problem(in: pattern) == nil)
    }

    @Test(arguments: wrong)
    func refuses(_ pattern: String) {
        #expect(RegularExpressionCheck.problem(in: pattern) != nil)
    }

    /// What is long is read once, whatever it begins and does not end.
    @Test(arguments: ["[[:", "(", "(?P<n>", "{1,", "a{", #"\Q"#, #"[\p{"#, "[a-", "(?i", "{0"])
    func staysQuick(_ piece: String) {
        let start = ContinuousClock.now
        _ = RegularExpressionCheck.problem(in: "[" + String(repeating: piece, count: 50_000))
        _ = RegularExpressionCheck.problem(in: String(repeating: piece, count: 50_000))
        #expect(start.duration(to: .now) < .seconds(10))
    }

    /// Of each pattern RE2 says the same, as it is in the database.
    @Test func agreesWithTheDatabase() throws {
        let database = try Database()
        for pattern in Self.right { #expect(database.takes(pattern), "\(pattern)") }
        for pattern in Self.wrong { #expect(!database.takes(pattern), "\(pattern)") }
    }

    /// Patterns of random pieces.
    @Test func agreesWithTheDatabaseOnAnyPattern() throws {
        let database = try Database()
        let pieces = [
            "a", "b", "-", "]", "[", "[^", "(", ")", "(?:", "(?i", "(?P<n>", "|", "*", "+", "?", "{2}", "{3,}", "{1,2}",
            "{",
            "}", ",", "^", "$", ".", "\\", #"\d"#, #"\b"#, #"\Q"#, #"\E"#, #"\x"#, #"\1"#, "7", "[:alpha:]", #"\pN"#,
            "é",
            ":", "=", "<", "{400}",
        ]
        var generator = SystemRandomNumberGenerator()
        var accepted = 0
        for _ in 0..<3000 {
            let count = Int.random(in: 1...7, using: &generator)
            let pattern = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "a" }.joined()
            let problem = RegularExpressionCheck.problem(in: pattern)
            if problem == nil { accepted += 1 }
            #expect((problem == nil) == database.takes(pattern), "\(pattern): \(problem ?? "right")")
        }
        #expect(accepted > 100)
    }

    @Test(arguments: [
        ("print x = 'a' matches regex '(a'", "1:29: the regular expression of matches regex has a '(' without its ')'"),
        (
            "print x = extract(@'(?<=a)b', 1, 'ab')",
            "1:19: the regular expression of extract() looks around with '(?', which RE2 cannot"
        ),
        (
            "print x = replace_regex('a', @'(a)\\1', '')",
            "1:30: the regular expression of replace_regex() refers to a group with '\\1', which RE2 cannot"
        ),
        (
            "print x = replace('a{2,1}', '', 'a')",
            "1:19: the regular expression of replace() has '{2,1}': the numbers must rise and be at most 1000"
        ),
        (
            "let p = 'a**'; print x = trim(p, 'a')",
            "1:31: the regular expression of trim() has '*' behind another repetition"
        ),
        ("print x = countof('a', '[', 'regex')", "1:24: the regular expression of countof() has a '[' without its ']'"),
        (
            "AZFWNetworkRule | parse kind=regex Action with @'a\\y' b",
            "1:48: the regular expression has the unknown escape '\\y'"
        ),
    ])
    func isAnErrorAtItsPlace(_ query: String, _ error: String) {
        #expect(BinderScene.errors(query) == error)
    }

    @Test func aGroupOfParseMayHaveColumnsInIt() {
        #expect(BinderScene.errors("AZFWNetworkRule | parse kind=regex Action with 'a(' b ')c'") == "")
    }

    private struct Database {
        let connection: DuckDBConnection

        init() throws {
            connection = try DuckDBConnection(DuckDBDatabase(path: nil))
        }

        func takes(_ pattern: String) -> Bool {
            (try? connection.query("SELECT regexp_matches('x', \(DuckDBDialect().literal(.string(pattern))))")) != nil
        }
    }
}
