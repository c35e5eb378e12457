public import AsyncHTTPClient
import NIOCore

extension HTTPClientResponse.Body {
    /// All of the body; nil where it has more bytes than the limit, and then no more of it is read.
    public func bytes(atMost limit: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        for try await part in self {
            guard bytes.count + part.readableBytes <= limit else { return nil }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}
