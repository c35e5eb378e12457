import MoatModel

/// Which addresses the endpoints of EndpointSlices have.
struct EndpointAddresses: Sendable {
    /// Of slices that have any.
    private var addresses: [ObjectKey: Set<IPv4Address>] = [:]
    /// One address may be in several slices: a pod is behind several Services.
    private var holders: [IPv4Address: Set<ObjectKey>] = [:]

    /// The slices that have any address.
    var slices: [ObjectKey] { Array(addresses.keys) }

    /// The first slice, by name, that has an address.
    func slice(with address: IPv4Address) -> ObjectKey? { holders[address]?.min() }

    /// Takes the addresses of a slice in place of those that it had. Gives those that no slice had
    /// before, and those that none has any more.
    mutating func set(_ new: Set<IPv4Address>, of slice: ObjectKey) -> (new: [IPv4Address], gone: [IPv4Address]) {
        let old = addresses[slice] ?? []
        guard old != new else { return ([], []) }
        addresses[slice] = new.isEmpty ? nil : new
        var change: (new: [IPv4Address], gone: [IPv4Address]) = ([], [])
        for address in new.subtracting(old) {
            if holders[address] == nil { change.new.append(address) }
            holders[address, default: []].insert(slice)
        }
        for address in old.subtracting(new) {
            holders[address]?.remove(slice)
            guard holders[address]?.isEmpty == true else { continue }
            holders[address] = nil
            change.gone.append(address)
        }
        return change
    }
}
