/// A request of the sample that two firewalls must judge alike.
struct SampleRequest: Sendable {
    var method = "GET"
    /// Path and query.
    var target: String
    var headers: [(String, String)] = []
    var body = ""

    static func get(_ target: String, _ headers: (String, String)...) -> Self {
        Self(target: target, headers: headers)
    }

    static func header(_ name: String, _ value: String) -> Self {
        Self(target: "/", headers: [(name, value)])
    }

    static func form(_ body: String) -> Self {
        Self(
            method: "POST", target: "/form", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: body)
    }

    static func json(_ body: String) -> Self {
        Self(method: "POST", target: "/api", headers: [("Content-Type", "application/json")], body: body)
    }

    static func xml(_ body: String) -> Self {
        Self(method: "POST", target: "/api", headers: [("Content-Type", "text/xml")], body: body)
    }

    static func method(_ method: String) -> Self {
        Self(method: method, target: "/")
    }

    /// As a browser sends it, with the headers that the request says in the place of the browser's.
    var allHeaders: [(String, String)] {
        let browser = [
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            ("Accept", "text/html,application/xhtml+xml"), ("Accept-Language", "en"),
        ]
        return browser.filter { name, _ in !headers.contains { $0.0 == name } } + headers
    }
}
