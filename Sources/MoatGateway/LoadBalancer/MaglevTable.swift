import MoatModel

/// Maglev's lookup table (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load
/// Balancer", NSDI 2016, section 3.4): slots that backends share evenly, filled so that few
/// change hands when a backend comes or goes.
///
/// The same backends always make the same table, in whichever order they are named: another
/// load balancer, or the same one after a restart, sends a client to the same backend.
enum MaglevTable {
    /// The backend of every slot. The shares of two backends differ by one slot at most.
    ///
    /// `slots` is a power of two; without backends there are no slots.
    static func assign(_ backends: [LoadBalancerBackend], slots: Int) -> [LoadBalancerBackend] {
        let backends = Set(backends).sorted()
        guard let first = backends.first else { return [] }
        guard backends.count > 1, slots > 1 else { return Array(repeating: first, count: slots) }
        var preferences = preferences(of: backends, slots: slots)
        var owners = [Int](repeating: -1, count: slots)
        var filled = 0
        while true {
            for index in backends.indices {
                var slot = preferences[index].next
                while owners[slot] >= 0 {
                    slot = (slot + preferences[index].skip) & (slots - 1)
                }
                owners[slot] = index
                preferences[index].next = (slot + preferences[index].skip) & (slots - 1)
                filled += 1
                if filled == slots { return owners.map { backends[$0] } }
            }
        }
    }

    /// The order in which a backend asks for slots. A skip that is odd has no factor in common
    /// with a power of two, so that every slot is asked for in the end.
    private struct Preference {
        var next: Int
        var skip: Int
    }

    /// A machine asks in the same order whichever port it serves, so that a client finds the
    /// same machine behind all ports of a Service.
    private static func preferences(of backends: [LoadBalancerBackend], slots: Int) -> [Preference] {
        var previous: IPv4Address?
        var repeated: UInt64 = 0
        return backends.map { backend in
            repeated = backend.address == previous ? repeated + 1 : 0
            previous = backend.address
            let hash = mix(UInt64(backend.address.rawValue) | repeated << 32)
            return Preference(
                next: Int(truncatingIfNeeded: hash) & (slots - 1),
                skip: Int(truncatingIfNeeded: hash >> 32) & (slots - 1) | 1)
        }
    }

    /// The finalizer of SplitMix64: neighbouring addresses differ in few bits.
    private static func mix(_ key: UInt64) -> UInt64 {
        var state = key &+ 0x9E37_79B9_7F4A_7C15
        state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ state >> 27) &* 0x94D0_49BB_1331_11EB
        return state ^ state >> 31
    }
}
