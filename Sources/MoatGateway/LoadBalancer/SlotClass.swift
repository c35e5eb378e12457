import MoatModel

/// How many slots a frontend has in the kernel's maps. A rule of nftables can only hash into a
/// number of slots that it names, so there is one pair of chains for each of a few sizes.
struct SlotClass: Hashable, Comparable {
    /// A power of two.
    let slots: Int

    /// One slot needs no hash.
    static let all = [1, 16, 64, 256, 1024, 4096, 16384].map { SlotClass(slots: $0) }

    /// More backends than this would have less than a slot each.
    static let maximumBackends = 16384

    /// Five slots a backend keep shares within a fifth of each other. With affinity there are
    /// at least 256: a change of size moves clients, and should be rare.
    static func holding(_ backends: Int, _ affinity: LoadBalancerFrontend.Affinity) -> SlotClass {
        guard backends > 1 else { return SlotClass(slots: 1) }
        let wanted = max(backends * 5, affinity == .clientIP ? 256 : 16)
        return all.first { $0.slots >= wanted } ?? SlotClass(slots: maximumBackends)
    }

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.slots < rhs.slots
    }
}
