import Foundation

/// What a request to a site asks for.
enum SiteRequest: Hashable {
    /// The page that names the site.
    case page
    /// The request itself, as it arrived.
    case headers
    /// The first bytes of `SiteBytes`.
    case bytes(Int)
    /// What is sent is counted and hashed.
    case sink
    /// A path below the site's folder, without a leading `/`.
    case file(String)

    /// - Parameter hasFiles: whether paths that mean nothing else are those of files
    init(method: String, target: String, hasFiles: Bool) {
        let path = Self.path(of: target)
        let parts = path.split(separator: "/").map(String.init)
        if path == "/headers" {
            self = .headers
        } else if path == "/sink", method == "PUT" || method == "POST" {
            self = .sink
        } else if parts.count == 2, parts[0] == "bytes", let count = Int(parts[1]), count >= 0 {
            self = .bytes(count)
        } else if hasFiles, !parts.contains("..") {
            self = .file(parts.joined(separator: "/") + (path.hasSuffix("/") ? "/" : ""))
        } else {
            self = .page
        }
    }

    /// Without the query, and without scheme and host of the absolute form (RFC 9112,
    /// section 3.2.2).
    static func path(of target: String) -> String {
        var path = target.prefix { $0 != "?" && $0 != "#" }
        if !path.hasPrefix("/"), let scheme = path.range(of: "://") {
            let rest = path[scheme.upperBound...]
            path = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        return path.removingPercentEncoding ?? String(path)
    }
}
