import Foundation
import Logging
import MoatModel
import MoatPolicy
import Synchronization

/// Stores learned addresses and puts them in force, on a thread of its own, since a store
/// waits for its disk. What has gathered while it waited is stored together.
final class Learner: Sendable {
    enum Job: Sendable {
        /// Notes an answer, and tells the loop when it is in force that `delivery` may go on.
        case note(name: String, addresses: [IPAddress], family: IPAddress.Family?, delivery: UInt64)
        /// The rules list these names now.
        case keep(Set<String>)
        case stop
    }

    private let shared: DNSShared
    private let store: any LearnedAddressStore
    private let jobs = Mutex<[Job]>([])
    private let hasJobs = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    init(_ shared: DNSShared, store: any LearnedAddressStore) {
        self.shared = shared
        self.store = store
        let thread = Thread { [self] in run() }
        thread.name = "moat-dns-learn"
        thread.start()
    }

    func submit(_ job: Job) {
        jobs.withLock { $0.append(job) }
        hasJobs.signal()
    }

    /// Does what has been submitted, then ends. To be called once.
    func stop() {
        submit(.stop)
        finished.wait()
    }

    private func run() {
        var learned = shared.learned.withLock { $0 }
        var inForce = learned.resolved
        var isFailing = false
        var isStopping = false
        while !isStopping {
            hasJobs.wait()
            let batch = jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            guard !batch.isEmpty else { continue }
            var change = LearnedNames.Change()
            var deliveries: [UInt64] = []
            let now = shared.configuration.now()
            for job in batch {
                switch job {
                case .note(let name, let addresses, let family, let delivery):
                    change.add(learned.note(name, addresses, family: family, now: now))
                    deliveries.append(delivery)
                case .keep(let names): change.add(learned.keep(names))
                case .stop: isStopping = true
                }
            }
            keep(change, &isFailing)
            let resolved = learned.resolved
            if resolved != inForce {
                shared.inForce.replace(names: resolved)
                inForce = resolved
            }
            let published = learned
            shared.learned.withLock { $0 = published }
            if !deliveries.isEmpty { shared.post(.learned(deliveries)) }
        }
        finished.signal()
    }

    /// Without the store filtering goes on; only a restart would forget.
    private func keep(_ change: LearnedNames.Change, _ isFailing: inout Bool) {
        guard !change.saved.isEmpty || !change.removed.isEmpty else { return }
        do {
            if !change.saved.isEmpty { try store.save(change.saved) }
            if !change.removed.isEmpty { try store.remove(change.removed) }
            if isFailing { shared.logger.notice("learned addresses are stored again") }
            isFailing = false
        } catch {
            shared.unstored.add(UInt64(change.saved.count + change.removed.count), ordering: .relaxed)
            if !isFailing {
                shared.logger.error("learned addresses cannot be stored, filtering goes on: \(error)")
            }
            isFailing = true
        }
    }
}

extension LearnedNames.Change {
    /// Adds a later change: of one and the same address, the last word counts.
    fileprivate mutating func add(_ later: LearnedNames.Change) {
        if !later.saved.isEmpty, !removed.isEmpty {
            let again = Set(later.saved.map { Key($0) })
            removed.removeAll { again.contains(Key($0)) }
        }
        if !later.removed.isEmpty {
            let gone = Set(later.removed.map { Key($0) })
            saved.removeAll { gone.contains(Key($0)) }
        }
        saved += later.saved
        removed += later.removed
    }

    private struct Key: Hashable {
        var name: String
        var address: IPAddress

        init(_ learned: LearnedAddress) {
            name = learned.name
            address = learned.address
        }
    }
}
