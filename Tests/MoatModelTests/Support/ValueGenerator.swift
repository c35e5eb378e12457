import MoatModel

/// Makes addresses and their like, with the corners (zero, all ones, runs of zero groups)
/// more often than chance would.
struct ValueGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    mutating func list<Element>(_ count: ClosedRange<Int>, _ make: (inout Self) -> Element) -> [Element] {
        var list: [Element] = []
        for _ in 0..<int(count) { list.append(make(&self)) }
        return list
    }

    mutating func ipv4() -> IPv4Address {
        IPv4Address(
            rawValue: chance(10) ? pick([0, .max, 1, 0x7fff_ffff]) : UInt32.random(in: 0 ... .max, using: &random))
    }

    mutating func ipv6() -> IPv6Address {
        var number: UInt128 = 0
        for _ in 0..<8 {
            number = number << 16 | UInt128(chance(50) ? 0 : UInt16.random(in: 0 ... .max, using: &random))
        }
        return IPv6Address(rawValue: chance(5) ? .max : number)
    }

    mutating func address(_ family: IPAddress.Family? = nil) -> IPAddress {
        (family ?? pick(IPAddress.Family.allCases)) == .ipv4 ? .v4(ipv4()) : .v6(ipv6())
    }

    mutating func prefix(_ family: IPAddress.Family? = nil) -> IPPrefix {
        let address = address(family)
        return IPPrefix(masking: address, length: int(0...address.family.bitWidth))
    }

    mutating func range() -> IPRange {
        let first = address()
        let second = address(first.family)
        return IPRange(min(first, second), max(first, second)) ?? IPRange(IPPrefix(first))
    }

    mutating func port() -> UInt16 {
        UInt16.random(in: 1 ... .max, using: &random)
    }

    mutating func portRange(allowsAll: Bool = true) -> PortRange {
        if allowsAll, chance(20) { return .all }
        let first = port()
        return PortRange(first, UInt16.random(in: first ... .max, using: &random)) ?? PortRange(first)
    }

    /// A name in the alphabet of resource names, different for each number.
    mutating func name(_ number: Int = 0) -> String {
        pick(["a", "Net", "rule-1", "9x", "a.b", "x_y", "allow-dns_", "no", "on", "1e3", "0x1f", "null", "true"])
            + (chance(80) || number > 0 ? "-\(number)" : "")
    }

    mutating func specifier(any: Bool = false, tags: Bool = false) -> AddressSpecifier {
        switch int(0...9) {
        case 0 where any: .any
        case 1 where tags: .serviceTag(pick(["AzureCloud.westeurope", "AzureMonitor", "Storage"]))
        case 0...3: .prefix(IPPrefix(address()))
        case 4...6: .prefix(prefix())
        default: .range(range())
        }
    }
}
