import Testing

@testable import moat

@Suite struct DurationArgumentTests {
    @Test(arguments: [
        ("60s", 60), ("5m", 300), ("1h30m", 5400), ("2d", 172_800), ("250ms", 0.25), ("1m500ms", 60.5), ("0s", 0),
        ("1d2h3m4s5ms", 93_784.005),
    ])
    func reads(text: String, seconds: Double) throws {
        #expect(try #require(DurationArgument(text)).seconds == seconds)
    }

    @Test(arguments: [
        "", "60", "s", "5 m", "-5m", "+5m", "1.5h", "5m1h", "5m5m", "5x", "1000000000s", "5mm", "٥m", "m5", "5ms3m",
    ])
    func refuses(text: String) {
        #expect(DurationArgument(text) == nil)
    }
}
