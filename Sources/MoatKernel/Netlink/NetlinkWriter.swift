import CNetfilter

/// Builds netlink messages (RFC 3549; linux/netlink.h) in one growing buffer that is reused
/// from batch to batch.
///
///     nlmsghdr   length:4  type:2  flags:2  sequence:4  port:4         host byte order
///     nfgenmsg   family:1  version:1  resource:2 (big endian)
///     nlattr     length:2  type:2  payload, padded to 4                host byte order
public struct NetlinkWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var messageStart = 0

    public init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets the contents and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        messageStart = 0
    }

    /// Begins a netfilter message.
    /// - Parameters:
    ///   - subsystem: NFNL_SUBSYS_…
    ///   - message: the subsystem's message number
    ///   - flags: NLM_F_…
    ///   - sequence: comes back in the answer
    ///   - family: AF_INET, AF_INET6 or AF_UNSPEC
    ///   - resource: the queue number of a packet queue, 0 for conntrack
    public mutating func beginMessage(
        subsystem: Int32, message: UInt16, flags: UInt16, sequence: UInt32, family: UInt8, resource: UInt16
    ) {
        beginMessage(type: UInt16(subsystem) << 8 | message, flags: flags, sequence: sequence, header: [family, 0])
        append(resource.bigEndian)
    }

    /// Begins a message of any protocol; `header` is what stands between nlmsghdr and the
    /// attributes.
    mutating func beginMessage(type: UInt16, flags: UInt16, sequence: UInt32, header: [UInt8]) {
        messageStart = bytes.count
        append(UInt32(0))
        append(type)
        append(flags)
        append(sequence)
        append(UInt32(0))
        bytes.append(contentsOf: header)
    }

    /// Writes the length of the message begun last.
    public mutating func endMessage() {
        let length = UInt32(bytes.count - messageStart)
        withUnsafeBytes(of: length) { bytes.replaceSubrange(messageStart..<messageStart + 4, with: $0) }
    }

    public mutating func attribute(_ type: UInt16, bigEndian value: UInt32) {
        append(UInt16(8))
        append(type)
        append(value.bigEndian)
    }

    /// In host byte order, as rtnetlink has it.
    mutating func attribute(_ type: UInt16, native value: UInt32) {
        append(UInt16(8))
        append(type)
        append(value)
    }

    public mutating func attribute(_ type: UInt16, bigEndian value: UInt16) {
        append(UInt16(6))
        append(type)
        append(value.bigEndian)
        append(UInt16(0))
    }

    public mutating func attribute(_ type: UInt16, _ value: UInt8) {
        attribute(type, bytes: [value])
    }

    public mutating func attribute(_ type: UInt16, bytes payload: some Collection<UInt8>) {
        append(UInt16(4 + payload.count))
        append(type)
        bytes.append(contentsOf: payload)
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    /// An attribute that holds attributes; `body` writes them.
    public mutating func nested(_ type: UInt16, _ body: (inout NetlinkWriter) -> Void) {
        let start = bytes.count
        append(UInt16(0))
        append(type | UInt16(NLA_F_NESTED))
        body(&self)
        let length = UInt16(bytes.count - start)
        withUnsafeBytes(of: length) { bytes.replaceSubrange(start..<start + 2, with: $0) }
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
}
