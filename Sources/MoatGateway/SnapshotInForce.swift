import Glibc
import MoatPolicy
import Synchronization

/// The snapshot that judges, shared by the queue threads, and the means to know when none of
/// them works with an older one any more.
final class SnapshotInForce: Sendable {
    /// One thread's place. Odd while it answers a batch, even between batches.
    final class Reader: Sendable {
        fileprivate let turn = Atomic<UInt64>(0)
        private let owner: SnapshotInForce

        fileprivate init(_ owner: SnapshotInForce) {
            self.owner = owner
        }

        /// Begins a batch: the snapshot by which all of it is judged.
        func begin() -> Snapshot? {
            turn.add(1, ordering: .sequentiallyConsistent)
            return owner.snapshot.withLock { $0 }
        }

        /// Ends a batch: its verdicts have been carried out.
        func end() {
            turn.add(1, ordering: .sequentiallyConsistent)
        }
    }

    private let snapshot = Mutex<Snapshot?>(nil)
    private let readers = Mutex<[Reader]>([])

    var current: Snapshot? {
        snapshot.withLock { $0 }
    }

    func makeReader() -> Reader {
        let reader = Reader(self)
        readers.withLock { $0.append(reader) }
        return reader
    }

    func replace(with new: Snapshot) {
        snapshot.withLock { $0 = new }
    }

    /// Waits until every batch that began before this call has ended. The kernel carries a
    /// verdict out while it is sent, so every flow that an older snapshot let in is then in
    /// conntrack's table.
    func waitForReaders() {
        for reader in readers.withLock({ $0 }) {
            let turn = reader.turn.load(ordering: .sequentiallyConsistent)
            guard turn % 2 == 1 else { continue }
            while reader.turn.load(ordering: .sequentiallyConsistent) == turn {
                usleep(50)
            }
        }
    }
}
