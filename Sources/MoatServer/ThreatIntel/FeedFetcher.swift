import AsyncHTTPClient
import Foundation
import MoatHTTPClient
import MoatModel
import MoatThreatIntel
import NIOCore
import NIOHTTP1
import NIOSSL

/// Fetches feeds from files and by https, bounded in bytes and time.
struct FeedFetcher: FeedFetching {
    /// For the whole of a fetch, so that a server that drips is not waited for.
    var timeLimit = 120.0
    private static let maximumRedirects = 5

    func fetch(_ feed: ThreatIntelFeed, known: FeedValidators?) async throws -> FetchedFeed {
        switch feed.source {
        case .file(let path):
            return .body(try file(path, limit: feed.maximumBytes), FeedValidators())
        case .https(let url, let authority):
            let configuration = try Self.configuration(authority: authority)
            do {
                let fetched = try await withTimeLimit(.seconds(timeLimit)) {
                    try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                        try await https(url, feed, known, client)
                    }
                }
                guard let fetched else { throw FeedError("not there in full after \(Int(timeLimit)) s") }
                return fetched
            } catch {
                throw error as? FeedError ?? FeedError(Self.text(error))
            }
        }
    }

    private func file(_ path: String, limit: Int) throws(FeedError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FeedError("\(path): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard type == .typeRegular || type == .typeSymbolicLink else { throw FeedError("\(path) is not a file") }
        let data: Data
        do {
            data = try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw FeedError("\(path) cannot be read: \(error.localizedDescription)")
        }
        guard data.count <= limit else { throw Self.tooLarge(limit) }
        return Array(data)
    }

    private static func configuration(authority: String?) throws(FeedError) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authority {
            guard FileManager.default.isReadableFile(atPath: authority) else {
                throw FeedError("certificateAuthority \(authority) cannot be read; it is a PEM file on this machine")
            }
            tls.trustRoots = .file(authority)
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        // Each hop is looked at here: none may lead away from https.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        // A certificate that is not trusted is none the better ten seconds later.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    private func https(
        _ start: String, _ feed: ThreatIntelFeed, _ known: FeedValidators?, _ client: HTTPClient
    ) async throws -> FetchedFeed {
        var url = start
        for _ in 0...Self.maximumRedirects {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "User-Agent", value: "moat")
            request.headers.add(name: "Accept-Encoding", value: "identity")
            if let tag = known?.entityTag { request.headers.add(name: "If-None-Match", value: tag) }
            if let time = known?.lastModified { request.headers.add(name: "If-Modified-Since", value: time) }
            let response = try await client.execute(request, deadline: .distantFuture)
            switch response.status.code {
            case 200:
                return .body(try await body(of: response, limit: feed.maximumBytes), Self.validators(response.headers))
            case 304 where known != nil:
                return .unchanged
            case 301, 302, 303, 307, 308:
                url = try Self.target(of: response, from: url)
            default:
                throw FeedError(
                    "the server answers with status \(response.status.code) \(response.status.reasonPhrase)")
            }
        }
        throw FeedError("more than \(Self.maximumRedirects) redirects, the last to \(url); write the URL it ends at")
    }

    private func body(of response: HTTPClientResponse, limit: Int) async throws -> [UInt8] {
        if let encoding = response.headers.first(name: "Content-Encoding"), encoding.lowercased() != "identity" {
            throw FeedError("the server sends it encoded as '\(encoding)'; only plain bodies are read")
        }
        if let length = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > limit {
            throw Self.tooLarge(limit)
        }
        guard let bytes = try await response.body.bytes(atMost: limit) else { throw Self.tooLarge(limit) }
        return bytes
    }

    private static func target(of response: HTTPClientResponse, from url: String) throws -> String {
        guard let location = response.headers.first(name: "Location"),
            let target = URL(string: location, relativeTo: URL(string: url))?.absoluteString
        else { throw FeedError("a redirect without a place to go") }
        guard target.lowercased().hasPrefix("https://") else {
            throw FeedError("it redirects to \(target.prefix(200)), which is not https")
        }
        return target
    }

    private static func validators(_ headers: HTTPHeaders) -> FeedValidators {
        func short(_ name: String) -> String? {
            headers.first(name: name).flatMap { $0.utf8.count <= 200 ? $0 : nil }
        }
        return FeedValidators(entityTag: short("ETag"), lastModified: short("Last-Modified"))
    }

    private static func tooLarge(_ limit: Int) -> FeedError {
        FeedError("it has more than \(limit) bytes; raise maximumBytes if it is meant to")
    }

    /// In the words of someone who has to put it right.
    private static func text(_ error: any Error) -> String {
        let detail = "\(error)"
        if detail.contains("CERTIFICATE_VERIFY_FAILED") || detail.contains("failedToValidateHostname") {
            return
                "the server's certificate is not trusted: it has expired, is for another name, or is of an authority that is not known (certificateAuthority)"
        }
        switch error as? HTTPClientError {
        case .connectTimeout?: return "the server does not answer"
        case .remoteConnectionClosed?: return "the connection ended before the body did"
        default: return "cannot be fetched: \(detail.prefix(300))"
        }
    }
}
