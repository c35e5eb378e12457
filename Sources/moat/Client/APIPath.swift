import Foundation
import MoatModel

/// The paths of the daemon's API.
enum APIPath {
    static func resource(_ kind: ResourceKind, _ name: String? = nil) -> String {
        guard let name else { return "/v1/resources/\(kind.rawValue)" }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map { escaped(String($0)) }
        return "/v1/resources/\(kind.rawValue)/" + parts.joined(separator: "/")
    }

    static func path(_ path: String, _ query: [(name: String, value: String?)]) -> String {
        let items = query.compactMap { item in item.value.map { "\(item.name)=\(escaped($0))" } }
        return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
    }

    /// Percent-encodes everything but the unreserved characters (RFC 3986, section 2.3).
    private static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }
}
