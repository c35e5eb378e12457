import Glibc

/// Keeps a file of the store's objects, written some time after they change and when the
/// server ends.
final class SnapshotWriter: Sendable {
    private let store: ObjectStore
    private let path: String
    /// Changes within that time are written together.
    private static let delay = Duration.milliseconds(500)

    init(store: ObjectStore, path: String) {
        self.store = store
        self.path = path
    }

    /// Runs until the task is cancelled, and writes what is not yet written then.
    func run(report: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.delay)
            do {
                try writeIfChanged()
            } catch {
                report(error)
            }
        }
    }

    func writeIfChanged() throws {
        let bytes: [UInt8]? = store.transaction { state in
            let changed = state.changed.subtracting(StoreSnapshot.given)
            state.changed = []
            return changed.isEmpty ? nil : StoreSnapshot.bytes(of: &state)
        }
        guard let bytes else { return }
        do {
            try PrivateFile.write(bytes, to: path)
        } catch {
            // So that it is tried again.
            store.transaction { _ = $0.changed.insert(APIKind.namespace.id) }
            throw error
        }
    }
}
