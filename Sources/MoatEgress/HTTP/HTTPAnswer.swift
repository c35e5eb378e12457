/// What the proxy itself answers to an HTTP client.
enum HTTPAnswer {
    /// Status 470, which Azure Firewall uses.
    static func denied(_ text: String, keepsAlive: Bool) -> [UInt8] {
        response("470 Denied by firewall", text, keepsAlive: keepsAlive)
    }

    static func badGateway(_ text: String) -> [UInt8] {
        response("502 Bad Gateway", text, keepsAlive: false)
    }

    private static func response(_ status: String, _ text: String, keepsAlive: Bool) -> [UInt8] {
        Array(
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count + 1)\r\nCache-Control: no-store\r\n\(keepsAlive ? "" : "Connection: close\r\n")\r\n\(text)\n"
                .utf8)
    }
}
