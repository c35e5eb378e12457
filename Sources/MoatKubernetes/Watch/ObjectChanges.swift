/// The changes of a kind of object, in order, for one reader. Ends when what follows them ends.
public struct ObjectChanges<Object: KubernetesObject>: AsyncSequence, Sendable {
    let channel: BoundedChannel<ObjectChange<Object>>

    public struct AsyncIterator: AsyncIteratorProtocol {
        let channel: BoundedChannel<ObjectChange<Object>>

        public mutating func next() async -> ObjectChange<Object>? {
            await channel.next()
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> ObjectChange<Object>? {
            await channel.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(channel: channel)
    }
}
