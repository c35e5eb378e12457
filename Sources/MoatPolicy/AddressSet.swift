import MoatModel

/// Addresses of both families as sets of numbers.
struct AddressSet: Sendable {
    let v4: IntervalSet<UInt32>
    let v6: IntervalSet<UInt128>

    init(_ ranges: [IPRange]) {
        v4 = IntervalSet(
            merging: ranges.lazy.filter { $0.family == .ipv4 }.map {
                .init(
                    lower: UInt32(truncatingIfNeeded: $0.lowerBound.number),
                    upper: UInt32(truncatingIfNeeded: $0.upperBound.number))
            })
        v6 = IntervalSet(
            merging: ranges.lazy.filter { $0.family == .ipv6 }.map {
                .init(lower: $0.lowerBound.number, upper: $0.upperBound.number)
            })
    }

    func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): v4.contains(address.rawValue)
        case .v6(let address): v6.contains(address.rawValue)
        }
    }
}
