import Glibc

/// Opens UDP flows: one datagram each from many source ports to a range of ports.
struct FlowLoad {
    var address: String
    var ports: ClosedRange<UInt16>
    var flows: Int

    /// - Returns: the flows that were opened.
    func run() throws(LoadError) -> Int {
        var opened = 0
        while opened < flows {
            let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            guard descriptor >= 0 else { throw LoadError("socket") }
            defer { close(descriptor) }
            for port in ports where opened < flows {
                var target = try SocketAddress.ipv4(address, port)
                let sent = withUnsafePointer(to: &target) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        sendto(descriptor, "x", 1, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                if sent == 1 { opened += 1 }
                // A steady rate below what the gate takes, so that no queue overflows.
                if opened % 64 == 0 { usleep(6000) }
            }
        }
        return opened
    }
}
