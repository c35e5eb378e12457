import Synchronization
import Testing

@testable import MoatKubernetes

struct BoundedChannelTests {
    @Test func handsOnAllInOrder() async throws {
        let channel = BoundedChannel<Int>(capacity: 3)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<10_000 { try await channel.send(number) }
                channel.finish()
            }
            var expected = 0
            while let number = await channel.next() {
                #expect(number == expected)
                expected += 1
            }
            #expect(expected == 10_000)
            try await group.waitForAll()
        }
    }

    @Test func holdsNoMoreThanItsCapacity() async {
        let channel = BoundedChannel<Int>(capacity: 2)
        #expect(channel.offer(1) && channel.offer(2) && !channel.offer(3))
        #expect(await channel.next() == 1)
        #expect(channel.offer(4))
    }

    @Test func doesNotSendWhenCancelled() async throws {
        let channel = BoundedChannel<Int>(capacity: 1)
        try await channel.send(1)
        let sender = Task { try await channel.send(2) }
        sender.cancel()
        await #expect(throws: CancellationError.self) { try await sender.value }
        #expect(await channel.next() == 1)
        channel.finish()
        #expect(await channel.next() == nil)
    }

    @Test func endsForAReaderThatIsCancelled() async {
        let channel = BoundedChannel<Int>(capacity: 1)
        let reader = Task { await channel.next() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
