import Glibc

/// Bytes that wait to be written. Holds memory only while something waits.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var offset = 0

    var isEmpty: Bool { offset == bytes.count }
    var count: Int { bytes.count - offset }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    mutating func append(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    /// Calls `body` with what waits.
    func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
    }

    mutating func removeFirst(_ count: Int) {
        offset += count
        if offset == bytes.count { removeAll() }
    }

    mutating func removeAll() {
        bytes = []
        offset = 0
    }

    /// Takes all that waits.
    mutating func take() -> [UInt8] {
        defer { removeAll() }
        return offset == 0 ? bytes : Array(bytes[offset...])
    }
}
