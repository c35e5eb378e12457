import Testing

@testable import MoatKubernetes

@Suite struct UsedPlacesTests {
    @Test func agreesWithASet() {
        var places = UsedPlaces()
        var known: Set<Int> = []
        var state: UInt64 = 1
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let place = Int(state >> 40) % 300
            if state >> 33 & 3 == 0 {
                places.remove(place)
                known.remove(place)
            } else {
                places.insert(place)
                known.insert(place)
            }
            #expect(places.contains(place) == known.contains(place))
            #expect(places.firstFree() == (0...).first { !known.contains($0) })
        }
    }
}
