public import MoatModel

/// A subnet that Services get addresses from.
public struct AddressSubnet: Hashable, Sendable {
    public var name: String
    public var prefix: IPPrefix

    /// Nil where the prefix is not IPv4.
    public init?(name: String, prefix: IPPrefix) {
        guard prefix.family == .ipv4 else { return nil }
        self.name = name
        self.prefix = prefix
    }

    private var first: UInt64 { UInt64(truncatingIfNeeded: prefix.address.number) }
    private var last: UInt64 { UInt64(truncatingIfNeeded: prefix.lastAddress.number) }

    /// How many addresses can be given: Azure keeps the first four and the last of each subnet.
    var count: Int { Int(max(0, Int64(last) - Int64(first) - 4)) }

    /// The usable address at a place, counted from 0.
    func address(at place: Int) -> IPv4Address {
        IPv4Address(rawValue: UInt32(truncatingIfNeeded: first + 4 + UInt64(place)))
    }

    /// Nil where the address cannot be given.
    func place(of address: IPv4Address) -> Int? {
        guard contains(address) else { return nil }
        let place = Int64(address.rawValue) - Int64(first) - 4
        return place >= 0 && place < Int64(count) ? Int(place) : nil
    }

    func contains(_ address: IPv4Address) -> Bool {
        UInt64(address.rawValue) >= first && UInt64(address.rawValue) <= last
    }
}
