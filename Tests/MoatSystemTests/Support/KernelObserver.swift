import Glibc
import MoatLab
import MoatModel
import MoatPolicy

/// Sends flows' first packets into a lab and sees which come out of its firewall, and how.
final class KernelObserver {
    /// A packet, and the host at which it arrived.
    struct Arrival: Hashable {
        var host: String
        var packet: Packet
    }

    private let inside: PacketSender
    private let outside: PacketSender
    private let sniffers: [(host: String, sniffer: PacketSniffer)]

    init(_ lab: SystemLab) throws {
        inside = try PacketSender(in: lab.host("app-7"))
        outside = try PacketSender(in: lab.host("client"))
        sniffers = try ["client", "web", "resolver", "blocked", "attacker", "ingress", "app-7", "app-8"].map {
            ($0, try PacketSniffer(in: lab.host($0)))
        }
    }

    /// Forgets what has arrived so far.
    func clear() {
        for (_, sniffer) in sniffers { _ = sniffer.drain() }
    }

    func send(_ flow: LabFlow) throws {
        try (flow.flow.side == .private ? inside : outside).send(flow.packet)
    }

    /// Waits until `count` of the flows have arrived, at most for the time, and then a little
    /// longer for those that should not.
    /// - Returns: the arrivals by the flows' tags
    func arrivals(of tags: Set<UInt16>, count: Int, within limit: Duration) -> [UInt16: [Arrival]] {
        var found: [UInt16: [Arrival]] = [:]
        func collect() {
            for (host, sniffer) in sniffers {
                // An answer has the tag as its destination's port.
                for packet in sniffer.drain() where tags.contains(packet.sourcePort) {
                    found[packet.sourcePort, default: []].append(Arrival(host: host, packet: packet))
                }
            }
        }
        let end = ContinuousClock.now + limit
        repeat {
            usleep(10_000)
            collect()
        } while found.count < count && ContinuousClock.now < end
        usleep(60_000)
        collect()
        return found
    }
}
