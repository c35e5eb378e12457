import Testing

@testable import MoatKQL

@Suite struct NearestNameTests {
    private let columns = ["SourceIp", "SourcePort", "DestinationIp", "Action"]

    @Test(arguments: [("SourceIP", "SourceIp"), ("SorcePort", "SourcePort"), ("Acton", "Action")])
    func findsASlip(_ name: String, _ meant: String) {
        #expect(NearestName.of(name, in: columns) == meant)
    }

    @Test func findsNothingInWhatIsFarAway() {
        #expect(NearestName.of("Protocol", in: columns) == nil)
        #expect(NearestName.of("x", in: columns) == nil)
    }

    @Test func takesLittleTimeForLongNames() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(NearestName.of(long, in: [long + "b"]) != nil)
    }
}
