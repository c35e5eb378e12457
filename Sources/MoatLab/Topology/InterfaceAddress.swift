public import MoatModel

/// An address with the length of its network's prefix, as an interface has it:
/// `203.0.113.9/24`.
public struct InterfaceAddress: Hashable, Sendable {
    public var address: IPAddress
    /// 0 to 32 or 0 to 128.
    public var length: Int

    /// Nil where `length` does not fit the family.
    public init?(_ address: IPAddress, length: Int) {
        guard (0...address.family.bitWidth).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// `address` on an interface of that network.
    public init(_ address: IPAddress, in network: IPPrefix) {
        self.address = address
        self.length = network.length
    }

    /// The network.
    public var prefix: IPPrefix {
        IPPrefix(masking: address, length: length)
    }
}

extension InterfaceAddress: LosslessStringConvertible {
    public init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(parts[0]), (1...3).contains(parts[1].utf8.count),
            let length = UInt8(parts[1])
        else { return nil }
        self.init(address, length: Int(length))
    }

    public var description: String {
        "\(address)/\(length)"
    }
}

extension IPPrefix {
    /// The n-th address of the prefix; 0 is the network address.
    func address(at offset: UInt128) -> IPAddress {
        IPAddress(number: address.number + offset, family: family)
    }

    /// The router of a network or subnet: its first address after the network address.
    var router: IPAddress {
        address(at: 1)
    }
}

extension IPAddress {
    /// fe80::/10 (RFC 4291, section 2.5.6)
    var isLinkLocal: Bool {
        family == .ipv6 && number >> 118 == 0xfe80 >> 6
    }
}
