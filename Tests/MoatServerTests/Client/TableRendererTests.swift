import Testing

@testable import moat

@Suite struct TableRendererTests {
    private let columns: [TableRenderer.Column] = [.right("n"), .left("name"), .left("note"), .right("size")]

    @Test func linesUp() {
        let text = TableRenderer(columns: columns).render([
            ["1", "a", "first", "10 B"], ["100", "longer", "", "9,000 B"], ["7", "z", "x", ""],
        ])
        #expect(
            text == """
                  n  name    note      size
                  1  a       first     10 B
                100  longer         9,000 B
                  7  z       x
                """)
    }

    @Test func leavesOutColumnsWithoutContent() {
        let text = TableRenderer(columns: columns).render([["1", "a", "", "2"]])
        #expect(
            text == """
                n  name  size
                1  a        2
                """)
    }

    @Test func coloursWithoutShifting() {
        let table = TableRenderer(columns: [.left("a"), .left("b")], style: Style(isColoured: true))
        #expect(
            table.render([[.init("x", .red), "y"]])
                == "\u{1b}[2ma\u{1b}[0m  \u{1b}[2mb\u{1b}[0m\n\u{1b}[31mx\u{1b}[0m  y")
    }

    @Test func namesCannotSteerTheTerminal() {
        let text = TableRenderer(columns: [.left("name")]).render([[.init("a\u{1b}[2Jb\n\u{7f}c\u{9b}d")]])
        #expect(text == "name\na [2Jb  c d")
    }

    @Test(
        arguments: [
            ([:], true), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true), (["TERM": "dumb"], false),
        ] as [([String: String], Bool)])
    func colourIsForTerminalsThatWantIt(environment: [String: String], isWanted: Bool) {
        #expect(Style.isWanted(environment) == isWanted)
        #expect(!Style.forDescriptor(-1, environment: environment).isColoured, "not a terminal")
    }
}
