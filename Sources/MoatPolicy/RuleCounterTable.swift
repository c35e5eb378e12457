import Foundation
import Synchronization

/// Counters by rule number, written by every thread that judges without a lock.
///
/// Pages of 1,024 rules are made when the first of them is hit and stay for life.
public final class RuleCounterTable: Sendable {
    private struct Entry: ~Copyable {
        let hits = Atomic<UInt64>(0)
        let packets = Atomic<UInt64>(0)
        let bytes = Atomic<UInt64>(0)
        /// Seconds since 1970.
        let lastHit = Atomic<Int64>(0)
    }

    private final class Page: Sendable {
        static let size = 1024
        // The entries are atomics that stay where they are until the page goes.
        nonisolated(unsafe) let entries: UnsafeMutablePointer<Entry>

        init() {
            entries = .allocate(capacity: Self.size)
            for index in 0..<Self.size { (entries + index).initialize(to: Entry()) }
        }

        deinit {
            entries.deinitialize(count: Self.size)
            entries.deallocate()
        }
    }

    /// Pages by rule number / 1,024. Copied when a page is added, which is rare.
    private let pages = Mutex<[UInt32: Page]>([:])

    /// A view for one thread, which looks a page up once and then keeps it.
    public struct Writer {
        private let table: RuleCounterTable
        private var known: [Page?] = []

        fileprivate init(_ table: RuleCounterTable) {
            self.table = table
        }

        public mutating func hit(_ rule: UInt32, at seconds: Int64) {
            let entry = page(rule).entries + Int(rule % 1024)
            entry.pointee.hits.add(1, ordering: .relaxed)
            entry.pointee.lastHit.store(seconds, ordering: .relaxed)
        }

        public mutating func add(_ rule: UInt32, packets: UInt64, bytes: UInt64) {
            let entry = page(rule).entries + Int(rule % 1024)
            entry.pointee.packets.add(packets, ordering: .relaxed)
            entry.pointee.bytes.add(bytes, ordering: .relaxed)
        }

        private mutating func page(_ rule: UInt32) -> Page {
            let index = Int(rule / 1024)
            if index < known.count, let page = known[index] { return page }
            while known.count <= index { known.append(nil) }
            let page = table.page(UInt32(index))
            known[index] = page
            return page
        }
    }

    public init() {}

    public func writer() -> Writer {
        Writer(self)
    }

    private func page(_ index: UInt32) -> Page {
        pages.withLock { pages in
            if let page = pages[index] { return page }
            let page = Page()
            pages[index] = page
            return page
        }
    }

    /// The counters of every rule that was hit or carried traffic.
    public func counters() -> [UInt32: RuleCounters] {
        var result: [UInt32: RuleCounters] = [:]
        for (pageIndex, page) in pages.withLock({ $0 }) {
            for index in 0..<Page.size {
                let entry = page.entries + index
                let counters = RuleCounters(
                    hits: entry.pointee.hits.load(ordering: .relaxed),
                    packets: entry.pointee.packets.load(ordering: .relaxed),
                    bytes: entry.pointee.bytes.load(ordering: .relaxed), lastHit: Self.date(entry))
                if counters != RuleCounters() {
                    result[pageIndex * UInt32(Page.size) + UInt32(index)] = counters
                }
            }
        }
        return result
    }

    private static func date(_ entry: UnsafeMutablePointer<Entry>) -> Date? {
        let seconds = entry.pointee.lastHit.load(ordering: .relaxed)
        return seconds == 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
    }
}
