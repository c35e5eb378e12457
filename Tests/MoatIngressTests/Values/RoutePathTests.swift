import Testing

@testable import MoatIngress

@Suite struct RoutePathTests {
    @Test(arguments: ["/", "/foo", "/foo/", "/a-b._~!&()*+,=:@/c"])
    func isTaken(_ text: String) throws {
        #expect(try RoutePath(text).description == text)
    }

    @Test(arguments: [
        "", "foo", "//", "/a//b", "/a/../b", "/.", "/a/..", "/a b", "/a;b", "/a{b", "/a}b", "/a$b", "/a\"b", "/a'b",
        "/a\\b", "/a#b", "/a\nb", "/a\u{0}b", "/a%20b", "/ä", "/a\u{7F}", "/" + String(repeating: "a", count: 1024),
    ])
    func isRefused(_ text: String) {
        #expect(throws: ValueRefusal.self) { try RoutePath(text) }
    }
}
