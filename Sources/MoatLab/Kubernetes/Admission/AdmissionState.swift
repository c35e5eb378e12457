import MoatModel
import Synchronization

/// The addresses and node ports that Services have. The caller keeps one beside its store, and
/// gives a copy of it where a request is to change nothing (`dryRun`).
final class AdmissionState: Sendable {
    private struct Given {
        /// Owners are `namespace/name`.
        var addresses = Holdings<IPv4Address>()
        var nodePorts = Holdings<Int64>()
        /// Where the search for the next address goes on, so that one that was given back is
        /// not given again at once.
        var nextAddress: UInt32 = 11
    }

    /// 10.96.0.0/16
    private static let network: UInt32 = 0x0a60_0000
    static let nodePorts: ClosedRange<Int64> = 30_000...32_767

    private let given: Mutex<Given>

    init() { given = Mutex(Given()) }

    private init(_ copied: Given) { given = Mutex(copied) }

    func copy() -> AdmissionState {
        AdmissionState(given.withLock { $0 })
    }

    static func isClusterAddress(_ address: IPv4Address) -> Bool {
        address.rawValue & 0xffff_0000 == network
    }

    /// Takes `address` for `owner`; false where another has it.
    func take(_ address: IPv4Address, for owner: String) -> Bool {
        given.withLock { $0.addresses.give(address, to: owner) }
    }

    /// Takes a free address for `owner`; nil where there is none.
    func takeAddress(for owner: String) -> IPv4Address? {
        given.withLock { given in
            for _ in 0..<65_534 {
                let address = IPv4Address(rawValue: Self.network | given.nextAddress)
                given.nextAddress = given.nextAddress == 65_534 ? 1 : given.nextAddress + 1
                guard given.addresses.owner(of: address) == nil else { continue }
                return given.addresses.give(address, to: owner) ? address : nil
            }
            return nil
        }
    }

    /// Takes a node port for `owner`, who may have several; false where another has it.
    func take(nodePort: Int64, for owner: String) -> Bool {
        given.withLock { $0.nodePorts.give(nodePort, to: owner) }
    }

    /// Takes a free node port for `owner`; nil where there is none.
    func takeNodePort(for owner: String) -> Int64? {
        given.withLock { given in
            guard let port = Self.nodePorts.first(where: { given.nodePorts.owner(of: $0) == nil }) else { return nil }
            return given.nodePorts.give(port, to: owner) ? port : nil
        }
    }

    /// Gives back all of `owner`'s but what is listed; with the defaults, all, as when a Service
    /// is deleted.
    func release(_ owner: String, keeping addresses: Set<IPv4Address> = [], nodePorts: Set<Int64> = []) {
        given.withLock { given in
            given.addresses.takeBack(from: owner, but: addresses)
            given.nodePorts.takeBack(from: owner, but: nodePorts)
        }
    }
}
