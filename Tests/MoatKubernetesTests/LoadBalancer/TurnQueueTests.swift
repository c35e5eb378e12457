import Testing

@testable import MoatKubernetes

@Suite struct TurnQueueTests {
    private func all(_ queue: inout TurnQueue<String, Int>) -> [Int] {
        var all: [Int] = []
        while let next = queue.popFirst() { all.append(next) }
        return all
    }

    @Test func ofOneOwnerTheOldestComesFirst() {
        var queue = TurnQueue<String, Int>()
        #expect(queue.popFirst() == nil)
        for number in 0..<40 { queue.append(number, of: "a") }
        #expect(all(&queue) == Array(0..<40))
        queue.append(7, of: "a")
        #expect(all(&queue) == [7])
    }

    @Test func whoHasManyKeepsNobodyWaiting() {
        var queue = TurnQueue<String, Int>()
        for number in 0..<1000 { queue.append(number, of: "many") }
        #expect(queue.popFirst() == 0)
        queue.append(2000, of: "few")
        queue.append(3000, of: "other")
        queue.append(2001, of: "few")
        #expect((0..<6).map { _ in queue.popFirst() } == [1, 2000, 3000, 2, 2001, 3])
        // Who comes again comes last.
        queue.append(3001, of: "other")
        #expect((0..<3).map { _ in queue.popFirst() } == [4, 3001, 5])
    }

    @Test(arguments: 0..<10) func nothingIsLostAndEachOwnersOrderStays(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = TurnQueue<Int, (owner: Int, number: Int)>()
        var waiting: [Int: [Int]] = [:]
        for number in 0..<2000 {
            if Int.random(in: 0..<3, using: &random) > 0 {
                let owner = Int.random(in: 0..<5, using: &random)
                queue.append((owner, number), of: owner)
                waiting[owner, default: []].append(number)
            } else if let next = queue.popFirst() {
                #expect(waiting[next.owner]?.first == next.number)
                waiting[next.owner]?.removeFirst()
            } else {
                #expect(waiting.values.allSatisfy { $0.isEmpty })
            }
        }
    }
}
