import Foundation

/// An answer to one request, as it arrived.
struct RawResponse: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [(name: String, value: String)]
    let body: String
    /// What the server showed, in DER; nil without TLS.
    let certificate: [UInt8]?

    init(_ bytes: [UInt8], certificate: [UInt8]?) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else {
            throw RawClient.Failed(description: "no HTTP response: '\(text.prefix(200))'")
        }
        let lines = text[..<end.lowerBound].split(separator: "\r\n", omittingEmptySubsequences: false)
        let parts = lines.first?.split(separator: " ") ?? []
        guard parts.count >= 2, let status = Int(parts[1]) else {
            throw RawClient.Failed(description: "no status line: '\(text.prefix(200))'")
        }
        self.status = status
        self.certificate = certificate
        headers = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (name.lowercased(), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
        }
        body = String(text[end.upperBound...])
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    // MARK: What a `NamedBackend` says

    private var lines: [Substring] { body.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The backend that answered; nil where none did.
    var backend: String? { status == 200 ? lines.first.map(String.init) : nil }

    /// `GET /path`, as the backend got it.
    var requestLine: String? { status == 200 ? lines.dropFirst().first.map(String.init) : nil }

    /// A header of the request, as the backend got it.
    func forwarded(_ name: String) -> String? {
        lines.dropFirst(3).first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
}
