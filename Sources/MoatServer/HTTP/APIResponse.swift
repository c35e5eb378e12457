import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Responses as the API writes them.
enum APIResponse {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        body(ByteBuffer(bytes: try APICoding.encoder.encode(value)), status: status)
    }

    /// JSON documents as one JSON array.
    static func array(_ documents: [Data]) -> Response {
        var buffer = ByteBuffer(string: "[")
        for (index, document) in documents.enumerated() {
            if index > 0 { buffer.writeString(",\n") }
            buffer.writeBytes(document)
        }
        buffer.writeString("]")
        return body(buffer)
    }

    static func document(_ document: Data) -> Response {
        body(ByteBuffer(bytes: document))
    }

    static func document(_ document: ByteBuffer) -> Response {
        body(document)
    }

    /// A text without a type, as probes of health are answered.
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func body(_ buffer: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: buffer))
    }
}
