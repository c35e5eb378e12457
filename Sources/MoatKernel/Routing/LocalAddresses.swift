import CNetfilter
import Glibc
public import MoatModel

/// Addresses that this machine answers for without having them on an interface: routes of type
/// local, in the local table. The kernel then answers ARP for them on every link from which
/// they are asked for, and answers pings.
///
///     ip route add local ADDRESS dev lo table local proto 28
///
/// The protocol number tells these routes from those of others. Belongs to the network
/// namespace of the thread that made it; changing anything needs CAP_NET_ADMIN.
public final class LocalAddresses: Sendable {
    /// Of rtm_protocol: not among those that linux/rtnetlink.h gives to routing daemons.
    private static let routeProtocol: UInt8 = 28
    // linux/rtnetlink.h
    private static let newRoute: UInt16 = 24
    private static let deleteRoute: UInt16 = 25
    private static let getRoute: UInt16 = 26
    private static let localTable: UInt8 = 255
    private static let localType: UInt8 = 2
    private static let hostScope: UInt8 = 254

    private let socket: NetlinkSocket
    private let loopback: UInt32

    public init() throws(KernelError) {
        socket = try NetlinkSocket(protocol: NETLINK_ROUTE, receiveTimeout: 5000)
        loopback = if_nametoindex("lo")
    }

    /// Answers for these too. One that is there already stays.
    public func add(_ addresses: some Collection<IPv4Address>) throws(KernelError) {
        for address in addresses {
            try send(Self.newRoute, address, ignoring: EEXIST, "answer for \(address)")
        }
    }

    /// Stops answering for these. One that is not there is no error.
    public func remove(_ addresses: some Collection<IPv4Address>) throws(KernelError) {
        for address in addresses {
            try send(Self.deleteRoute, address, ignoring: ESRCH, "stop answering for \(address)")
        }
    }

    /// The addresses that were added, by this process or another.
    public func current() throws(KernelError) -> Set<IPv4Address> {
        var writer = NetlinkWriter()
        writer.beginMessage(
            type: Self.getRoute, flags: UInt16(NLM_F_REQUEST | NLM_F_DUMP), sequence: 1,
            header: [UInt8(AF_INET)] + [UInt8](repeating: 0, count: 11))
        writer.endMessage()
        var addresses: Set<IPv4Address> = []
        try socket.dump(writer.bytes, "list the local routes") { message in
            if let address = Self.address(of: message.payload) { addresses.insert(address) }
        }
        return addresses
    }

    /// Of a route that is one of these; rtmsg is 12 bytes (see `LocalDelivery`).
    private static func address(of payload: UnsafeRawBufferPointer) -> IPv4Address? {
        guard payload.count >= 12, payload[1] == 32, payload[4] == localTable, payload[5] == routeProtocol,
            payload[7] == localType
        else { return nil }
        let attributes = NetlinkAttributes(UnsafeRawBufferPointer(rebasing: payload[12...]))
        return attributes.first { $0.type == 1 }?.bigEndian().map(IPv4Address.init(rawValue:))
    }

    private func send(
        _ type: UInt16, _ address: IPv4Address, ignoring harmless: Int32, _ what: String
    ) throws(KernelError) {
        let error = try socket.transact(route(type, address))
        guard error == 0 || error == harmless else { throw KernelError(errno: error, "cannot \(what)") }
    }

    /// rtmsg, RTA_DST and RTA_OIF.
    func route(_ type: UInt16, _ address: IPv4Address) -> [UInt8] {
        // NLM_F_EXCL and NLM_F_CREATE where something is added.
        let flags = UInt16(NLM_F_REQUEST | NLM_F_ACK) | (type == Self.newRoute ? 0x200 | 0x400 : 0)
        var writer = NetlinkWriter()
        writer.beginMessage(
            type: type, flags: flags, sequence: 1,
            header: [
                UInt8(AF_INET), 32, 0, 0, Self.localTable, Self.routeProtocol, Self.hostScope, Self.localType, 0, 0, 0,
                0,
            ])
        writer.attribute(1, bigEndian: address.rawValue)
        writer.attribute(4, native: loopback)
        writer.endMessage()
        return writer.bytes
    }
}
