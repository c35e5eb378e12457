import CNetfilter
import Glibc

extension NetlinkSocket {
    /// Changes the settings of a packet queue or of a packet log group; `body` writes them.
    ///
    /// `name` is what an error calls it, such as `packet queue 100`; `hint` is added where another
    /// process has it.
    ///
    /// - Throws: `KernelError`; `busy` where another process reads it
    func configure(
        subsystem: Int32, message: UInt16, resource: UInt16, name: @autoclosure () -> String, hint: String = "",
        _ body: (inout NetlinkWriter) -> Void
    ) throws(KernelError) {
        var writer = NetlinkWriter()
        writer.beginMessage(
            subsystem: subsystem, message: message, flags: UInt16(NLM_F_REQUEST | NLM_F_ACK), sequence: 1, family: 0,
            resource: resource)
        body(&writer)
        writer.endMessage()
        switch try transact(writer.bytes) {
        case 0: return
        case EBUSY, EEXIST,
            EPERM where geteuid() == 0:
            throw KernelError(.busy, "\(name()) is read by another process\(hint)")
        case let error: throw KernelError(errno: error, "cannot bind \(name())")
        }
    }
}
