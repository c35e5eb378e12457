import MoatModel

/// What a rule says of one side, as the key of a condition.
struct AddressList: Hashable {
    var addresses: [AddressSpecifier]
    var groups: [String]

    /// Folds the numbers into one first: hashing each part of each address by itself took
    /// a tenth of a compilation.
    func hash(into hasher: inout Hasher) {
        var folded = UInt64(addresses.count) << 32 | UInt64(groups.count)
        for address in addresses.prefix(4) {
            guard case .prefix(let prefix) = address else { continue }
            let number = prefix.address.number
            let bits = UInt64(truncatingIfNeeded: number ^ number >> 64) ^ UInt64(prefix.length) << 40
            folded = (folded ^ bits) &* 0x9E37_79B9_7F4A_7C15
        }
        hasher.combine(folded)
        for group in groups { hasher.combine(group) }
    }
}
