import Glibc

/// Answers by their key, bounded in number and in bytes. Where there is no room, those go that
/// have not been used since the hand passed them last (the clock algorithm), and those that
/// have expired.
struct AnswerCache {
    let maximumEntries: Int
    let maximumBytes: Int
    private(set) var bytes = 0
    private(set) var evictions: UInt64 = 0
    private var places: [UInt64: Int] = [:]
    private var slots: [(hash: UInt64, answer: StoredAnswer)?] = []
    private var free: [Int] = []
    private var hand = 0

    init(maximumEntries: Int, maximumBytes: Int) {
        self.maximumEntries = max(1, maximumEntries)
        self.maximumBytes = maximumBytes
    }

    var count: Int { places.count }

    /// The answer of a key, expired or not.
    func find(_ hash: UInt64, _ key: UnsafeBufferPointer<UInt8>) -> StoredAnswer? {
        guard let place = places[hash], let answer = slots[place]?.answer, answer.key.count == key.count else {
            return nil
        }
        return answer.key.withUnsafeBytes { own in
            guard let own = own.baseAddress, let key = key.baseAddress else { return false }
            return memcmp(own, key, answer.key.count) == 0
        } ? answer : nil
    }

    /// Keeps an answer in place of an older one of the same key. One that costs more than a
    /// quarter of the room is not kept.
    mutating func insert(_ answer: StoredAnswer, _ hash: UInt64, now: UInt64) {
        if let place = places[hash] { remove(place) }
        guard answer.expiresAt > now, answer.cost <= maximumBytes / 4 else { return }
        while count >= maximumEntries || bytes + answer.cost > maximumBytes { evict(now) }
        let place: Int
        if let unused = free.popLast() {
            place = unused
        } else {
            place = slots.count
            slots.append(nil)
        }
        slots[place] = (hash, answer)
        places[hash] = place
        bytes += answer.cost
    }

    mutating func removeAll() {
        places = [:]
        slots = []
        free = []
        bytes = 0
        hand = 0
    }

    /// Makes room for one answer; there is at least one.
    private mutating func evict(_ now: UInt64) {
        while true {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            guard let answer = slots[hand]?.answer else { continue }
            if answer.isReferenced, answer.expiresAt > now {
                answer.isReferenced = false
                continue
            }
            remove(hand)
            evictions += 1
            return
        }
    }

    private mutating func remove(_ place: Int) {
        guard let (hash, answer) = slots[place] else { return }
        places[hash] = nil
        slots[place] = nil
        bytes -= answer.cost
        free.append(place)
    }
}
