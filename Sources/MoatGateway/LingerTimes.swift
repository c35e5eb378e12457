import MoatKernel

/// How long conntrack keeps a TCP flow that has ended, for stragglers: that much earlier than
/// its entry the flow itself came to an end.
struct LingerTimes: Hashable {
    /// Seconds, after the last packet.
    var lastAck: UInt64 = 30
    var timeWait: UInt64 = 120
    var close: UInt64 = 10

    /// The kernel's settings; its defaults where it does not tell.
    static func current(_ sysctl: Sysctl = Sysctl()) -> LingerTimes {
        var times = LingerTimes()
        func read(_ name: String, _ value: inout UInt64) {
            if let seconds = sysctl.read("net.netfilter.nf_conntrack_tcp_timeout_\(name)").flatMap({ UInt64($0) }) {
                value = seconds
            }
        }
        read("last_ack", &times.lastAck)
        read("time_wait", &times.timeWait)
        read("close", &times.close)
        return times
    }

    /// Nanoseconds between the last packet of a flow and the end of its entry; 0 where TCP did
    /// not end it.
    func nanoseconds(after state: ConntrackEntry.TCPState?) -> UInt64 {
        let seconds: UInt64 =
            switch state {
            case .lastAck: lastAck
            case .timeWait: timeWait
            case .close: close
            case nil, .some: 0
            }
        return seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue
    }
}
