/// Which addresses can be those of hosts of the internet (RFC 6890 and IANA's registries of
/// special-purpose addresses).
///
/// The networks for documentation and for benchmarks count as such: laboratories use them as
/// their internet.
enum InternetAddresses {
    private static let unroutableIPv4: [(UInt32, UInt32)] = [
        (0x0000_0000, 0x00FF_FFFF),  // 0.0.0.0/8, "this network"
        (0x0A00_0000, 0x0AFF_FFFF),  // 10.0.0.0/8, private
        (0x6440_0000, 0x647F_FFFF),  // 100.64.0.0/10, shared by carriers
        (0x7F00_0000, 0x7FFF_FFFF),  // 127.0.0.0/8, loopback
        (0xA9FE_0000, 0xA9FE_FFFF),  // 169.254.0.0/16, link-local
        (0xAC10_0000, 0xAC1F_FFFF),  // 172.16.0.0/12, private
        (0xC000_0000, 0xC000_00FF),  // 192.0.0.0/24, protocol assignments
        (0xC0A8_0000, 0xC0A8_FFFF),  // 192.168.0.0/16, private
        (0xE000_0000, 0xFFFF_FFFF),  // 224.0.0.0/4 and 240.0.0.0/4, multicast, reserved, broadcast
    ]

    /// Whether the whole range can be hosts of the internet.
    static func contains(ipv4 lower: UInt32, through upper: UInt32) -> Bool {
        for (first, last) in unroutableIPv4 where lower <= last && first <= upper { return false }
        return true
    }

    /// Whether the whole range can be hosts of the internet: in 2000::/3, the only global
    /// unicast addresses that are given out, or in 64:ff9b::/96, which stands for IPv4's.
    static func contains(ipv6 lower: UInt128, through upper: UInt128) -> Bool {
        lower >> 125 == 1 && upper >> 125 == 1
            || lower >> 32 == translation >> 32 && upper >> 32 == translation >> 32
    }

    private static let translation: UInt128 = 0x0064_FF9B << 96

    /// The longest range of a feed: a /8.
    static func isTooWide(ipv4 lower: UInt32, through upper: UInt32) -> Bool {
        upper - lower >= 1 << 24
    }

    /// The longest range of a feed: a /16.
    static func isTooWide(ipv6 lower: UInt128, through upper: UInt128) -> Bool {
        upper - lower >= 1 << 112
    }
}
