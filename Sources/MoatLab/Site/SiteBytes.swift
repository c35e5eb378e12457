import Crypto
import NIOCore

/// The bytes of a site's `/bytes/N`: the first N of a sequence that is the same everywhere.
public enum SiteBytes {
    /// A prime, so that a piece that is lost or comes twice shows.
    static let period = 65_521

    static let block: ByteBuffer = {
        ByteBuffer(bytes: (0..<period).map { UInt8(truncatingIfNeeded: ($0 &* 131) ^ ($0 >> 7)) })
    }()

    /// What there is from `offset` on without starting over, at most `limit` bytes.
    static func slice(from offset: Int, limit: Int) -> ByteBuffer {
        let start = offset % period
        return block.getSlice(at: start, length: min(limit, period - start)) ?? ByteBuffer()
    }

    /// The SHA-256 of the first `count` bytes, in hexadecimal: what `sha256sum` says of a
    /// download that came whole.
    public static func sha256(count: Int) -> String {
        var hash = SHA256()
        var offset = 0
        while offset < count {
            let slice = slice(from: offset, limit: count - offset)
            slice.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
            offset += slice.readableBytes
        }
        return hexadecimal(hash.finalize())
    }

    static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0\(text)" : text
        }.joined()
    }
}
