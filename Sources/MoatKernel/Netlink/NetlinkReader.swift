import CNetfilter

/// Walks the netlink messages in a buffer. A message whose length does not fit ends the
/// walk: what follows could not be told from noise.
struct NetlinkMessages: Sequence, IteratorProtocol {
    struct Message {
        var type: UInt16
        var flags: UInt16
        var sequence: UInt32
        /// Of the answered or reported request's socket; 0 where the kernel acts by itself.
        var port: UInt32
        /// After the nlmsghdr.
        var payload: UnsafeRawBufferPointer
    }

    static let headerSize = 16

    private var rest: UnsafeRawBufferPointer

    init(_ buffer: UnsafeRawBufferPointer) {
        self.rest = buffer
    }

    mutating func next() -> Message? {
        guard rest.count >= Self.headerSize else { return nil }
        let length = Int(rest.loadUnaligned(as: UInt32.self))
        guard length >= Self.headerSize, length <= rest.count else { return nil }
        let message = Message(
            type: rest.loadUnaligned(fromByteOffset: 4, as: UInt16.self),
            flags: rest.loadUnaligned(fromByteOffset: 6, as: UInt16.self),
            sequence: rest.loadUnaligned(fromByteOffset: 8, as: UInt32.self),
            port: rest.loadUnaligned(fromByteOffset: 12, as: UInt32.self),
            payload: UnsafeRawBufferPointer(rebasing: rest[Self.headerSize..<length]))
        rest = UnsafeRawBufferPointer(rebasing: rest[Swift.min((length + 3) & ~3, rest.count)...])
        return message
    }
}

/// Walks the attributes in a payload. An attribute whose length does not fit ends the walk.
struct NetlinkAttributes: Sequence, IteratorProtocol {
    struct Attribute {
        /// Without the nested and byte-order flags.
        var type: UInt16
        var payload: UnsafeRawBufferPointer

        /// The value of a big-endian attribute; nil where it is shorter.
        func bigEndian<Value: FixedWidthInteger>(as type: Value.Type = Value.self) -> Value? {
            guard payload.count >= MemoryLayout<Value>.size else { return nil }
            return Value(bigEndian: payload.loadUnaligned(as: Value.self))
        }

        /// The attributes inside.
        var nested: NetlinkAttributes {
            NetlinkAttributes(payload)
        }
    }

    private var rest: UnsafeRawBufferPointer

    init(_ buffer: UnsafeRawBufferPointer) {
        self.rest = buffer
    }

    /// The attributes of a netfilter message: what follows its nfgenmsg header.
    init(of message: NetlinkMessages.Message) {
        self.rest =
            message.payload.count >= 4
            ? UnsafeRawBufferPointer(rebasing: message.payload[4...]) : UnsafeRawBufferPointer(start: nil, count: 0)
    }

    mutating func next() -> Attribute? {
        guard rest.count >= 4 else { return nil }
        let length = Int(rest.loadUnaligned(as: UInt16.self))
        guard length >= 4, length <= rest.count else { return nil }
        let attribute = Attribute(
            type: rest.loadUnaligned(fromByteOffset: 2, as: UInt16.self) & 0x3fff,
            payload: UnsafeRawBufferPointer(rebasing: rest[4..<length]))
        rest = UnsafeRawBufferPointer(rebasing: rest[Swift.min((length + 3) & ~3, rest.count)...])
        return attribute
    }
}
