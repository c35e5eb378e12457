import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

extension ServedCluster {
    /// A POST by HTTP/2, which clients speak with TLS.
    func postByHTTP2(
        _ target: String, host: String, headers: HTTPHeaders, body: [UInt8]
    ) async throws -> (answer: HTTPClientResponse, body: String) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.dnsOverride = [host: address]
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var request = HTTPClientRequest(url: "https://\(host):\(Self.httpsPort)\(target)")
        request.method = .POST
        request.headers = headers
        request.body = .bytes(body)
        do {
            let answer = try await client.execute(request, timeout: .seconds(120))
            let text = String(buffer: try await answer.body.collect(upTo: 1 << 16))
            try await client.shutdown()
            return (answer, text)
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}
