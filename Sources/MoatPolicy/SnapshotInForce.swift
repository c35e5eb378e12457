import Glibc
import Synchronization

/// The snapshot that judges, shared by everyone who judges (queue threads, egress proxy, DNS
/// proxy), and the means to know when none of the readers works with an older one any more.
public final class SnapshotInForce: Sendable {
    /// One thread's place. Odd while it answers a batch, even between batches.
    public final class Reader: Sendable {
        fileprivate let turn = Atomic<UInt64>(0)
        private let owner: SnapshotInForce

        fileprivate init(_ owner: SnapshotInForce) {
            self.owner = owner
        }

        /// Begins a batch: the snapshot by which all of it is judged.
        public func begin() -> Snapshot? {
            turn.add(1, ordering: .sequentiallyConsistent)
            return owner.state.withLock { $0.current }
        }

        /// Ends a batch: its verdicts have been carried out.
        public func end() {
            turn.add(1, ordering: .sequentiallyConsistent)
        }
    }

    private struct State {
        /// As it was compiled.
        var compiled: Snapshot?
        /// With the addresses that names have now and the threats known.
        var current: Snapshot?
        var names = ResolvedNames()
        var threats = ThreatLists.none
    }

    private let state = Mutex(State())
    private let readers = Mutex<[Reader]>([])

    public init() {}

    /// What judges now; nil before the first policy.
    public var current: Snapshot? {
        state.withLock { $0.current }
    }

    public func makeReader() -> Reader {
        let reader = Reader(self)
        readers.withLock { $0.append(reader) }
        return reader
    }

    /// Puts a snapshot in force, with the addresses that names have and the threats known.
    /// - Returns: what judges from now on
    @discardableResult
    public func replace(with new: Snapshot) -> Snapshot {
        state.withLock { state in
            let resolved = new.resolving(state.names).watching(state.threats)
            state.compiled = new
            state.current = resolved
            return resolved
        }
    }

    /// Puts the addresses of names in force: whoever judges after this returns knows them.
    public func replace(names: ResolvedNames) {
        state.withLock { state in
            state.names = names
            state.current = state.compiled?.resolving(names).watching(state.threats)
        }
    }

    /// Puts the known threats in force, without a gap: until this returns the ones before
    /// judge.
    /// - Returns: what judges from now on; nil before the first policy
    @discardableResult
    public func replace(threats: ThreatLists) -> Snapshot? {
        state.withLock { state in
            state.threats = threats
            state.current = state.current?.watching(threats)
            return state.current
        }
    }

    /// Waits until every batch that began before this call has ended. The kernel carries a
    /// verdict out while it is sent, so every flow that an older snapshot let in is then in
    /// conntrack's table.
    public func waitForReaders() {
        for reader in readers.withLock({ $0 }) {
            let turn = reader.turn.load(ordering: .sequentiallyConsistent)
            guard turn % 2 == 1 else { continue }
            while reader.turn.load(ordering: .sequentiallyConsistent) == turn {
                usleep(50)
            }
        }
    }
}
