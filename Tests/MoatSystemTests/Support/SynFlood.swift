import Foundation
import MoatLab
import MoatModel
import Synchronization

/// Sends TCP SYNs to an address as fast as one thread can.
final class SynFlood: Sendable {
    private let sent = Atomic<Int>(0)
    private let isStopping = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - namespace: where they come from
    ///   - destination: an IPv4 address
    ///   - ports: the ports to which they go, in random order
    ///   - source: nil for a random one each time
    ///   - count: how many at most
    /// - Throws: `SystemError` where no raw socket can be opened.
    init(
        from namespace: NetworkNamespace, to destination: String, ports: [UInt16], source: String? = nil,
        count: Int = .max
    ) throws {
        let sender = try PacketSender(in: namespace)
        let target = Rules.address(destination)
        let fixed = source.map { Rules.address($0) }
        Thread.detachNewThread { [self] in
            var random = SystemRandomNumberGenerator()
            var packet = Packet(source: target, destination: target, ipProtocol: .tcp, sourcePort: 0)
            while !isStopping.load(ordering: .relaxed), sent.load(ordering: .relaxed) < count {
                let number = UInt32.random(in: 0 ... .max, using: &random)
                // 11.0.0.0 to 90.255.255.255: addresses that exist on the internet, none of them here.
                let outside = IPv4Address(rawValue: (11 + (number >> 24) % 80) << 24 | number & 0xff_ffff)
                packet.source = fixed ?? .v4(outside)
                packet.sourcePort = UInt16.random(in: 1024 ... .max, using: &random)
                packet.destinationPort = ports[Int(number) % ports.count]
                if sender.send(packet.bytes, to: target) { sent.add(1, ordering: .relaxed) }
            }
            finished.signal()
        }
    }

    /// Waits until all are sent.
    func wait() {
        finished.wait()
        finished.signal()
    }

    /// - Returns: how many were sent, and how many a second
    func stop() -> (sent: Int, perSecond: Int) {
        isStopping.store(true, ordering: .relaxed)
        wait()
        let count = sent.load(ordering: .relaxed)
        return (count, Int(Double(count) / ((ContinuousClock.now - start) / .seconds(1))))
    }
}
