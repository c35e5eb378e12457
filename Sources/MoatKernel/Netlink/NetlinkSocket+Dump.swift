import CNetfilter
import Glibc

extension NetlinkSocket {
    /// Sends one request for a listing (NLM_F_DUMP) and calls `body` with each message of the
    /// answer, until its end.
    ///
    /// `what` is what an error calls it, such as `list the live flows`. An error of `harmless`
    /// ends the listing like its end does.
    ///
    /// - Throws: `KernelError`
    func dump(
        _ request: [UInt8], _ what: String, ignoring harmless: Int32? = nil,
        _ body: (NetlinkMessages.Message) -> Void
    ) throws(KernelError) {
        try send(request)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while let datagram = try receive(into: buffer) {
            for message in NetlinkMessages(datagram) {
                switch message.type {
                case UInt16(NLMSG_DONE):
                    return
                case UInt16(NLMSG_ERROR):
                    let error = message.payload.count >= 4 ? -message.payload.loadUnaligned(as: Int32.self) : EPROTO
                    guard error == harmless else { throw KernelError(errno: error, "cannot \(what)") }
                    return
                default:
                    body(message)
                }
            }
        }
        throw KernelError(.refused, "cannot \(what): the kernel stopped in the middle")
    }
}
