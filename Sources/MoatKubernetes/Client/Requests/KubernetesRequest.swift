public import FoundationEssentials

/// A request to the API, before it is one of HTTP.
public struct KubernetesRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// A parameter of the query, without escapes.
    public struct Parameter: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var method: Method
    /// Escaped, and beginning with `/api`.
    public var path: String
    public var query: [Parameter]
    public var contentType: String?
    public var body: Data?
    /// How many bytes of an answer, or of a line of one, are taken.
    public var limit: Int

    public init(
        method: Method, path: String, query: [Parameter] = [], contentType: String? = nil, body: Data? = nil,
        limit: Int
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.contentType = contentType
        self.body = body
        self.limit = limit
    }

    /// What a request is called in an error. The query is left out: it says little and may be long.
    public var name: String { "\(method.rawValue) \(path)" }

    /// Path and query.
    public var target: String {
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }.joined(separator: "&")
    }
}

extension KubernetesRequest {
    /// The path of objects of a kind, or with a name that of one of them.
    ///
    /// - Throws: `KubernetesError` where no object can be there
    static func path<Object: KubernetesObject>(
        _ type: Object.Type, namespace: String?, name: String? = nil, subresource: Subresource? = nil
    ) throws(KubernetesError) -> String {
        var path = Object.apiVersion.contains("/") ? "/apis/\(Object.apiVersion)" : "/api/\(Object.apiVersion)"
        if let namespace, Object.isNamespaced {
            path += "/namespaces/\(try segment(namespace, of: Object.self))"
        } else if name != nil, Object.isNamespaced {
            throw KubernetesError(.invalidRequest, "a \(Object.kind) has a namespace, and none was given")
        }
        path += "/\(Object.plural)"
        if let name { path += "/\(try segment(name, of: Object.self))" }
        if let subresource { path += "/\(subresource.rawValue)" }
        return path
    }

    private static func segment<Object: KubernetesObject>(
        _ text: String, of type: Object.Type
    ) throws(KubernetesError) -> String {
        guard !text.isEmpty, text != ".", text != "..", text.utf8.count <= 253 else {
            throw KubernetesError(.invalidRequest, "'\(text.prefix(300))' names no \(Object.kind) and no namespace")
        }
        return escaped(text)
    }

    /// Leaves what is unreserved (RFC 3986, section 2.3).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}
