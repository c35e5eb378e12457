/// Why the egress proxy refuses a connection or a request that no Deny rule names. The raw
/// value is the `ActionReason` of the log and the reason that a refused HTTP client reads; the
/// first two are Azure's texts.
public enum ApplicationRefusal: String, Hashable, Sendable, CaseIterable {
    case noRuleMatched = "No rule matched. Proceeding with default action"
    case sniMissing = "SNI TLS extension was missing"
    /// The server name is no host name: an address, an empty label, other characters
    /// (RFC 6066, section 3).
    case sniInvalid = "SNI is not a host name"
    /// Neither TLS nor HTTP, or not the one that the rules list for the port.
    case notTLS = "The connection is not TLS"
    case notHTTP = "The connection is not HTTP"
    case helloMalformed = "ClientHello is malformed"
    case helloTooLarge = "ClientHello is larger than 16 KiB"
    /// Nothing that could be judged came in time.
    case deadline = "No complete request within the deadline"
    case hostMissing = "Host header was missing"
    case hostInvalid = "Host header is not a host name"
    case hostRepeated = "More than one Host header"
    case portMismatch = "Port of the Host header is not the destination port"
    case connectMethod = "CONNECT is not supported"
    case http2Cleartext = "HTTP/2 without TLS is not supported"
    case requestMalformed = "HTTP request is malformed"
    case requestTooLarge = "HTTP request head is larger than 64 KiB"
    /// Content-Length with Transfer-Encoding, or two lengths (RFC 9112, section 6.3).
    case lengthAmbiguous = "HTTP message length is ambiguous"
    /// The name has only addresses that no connection may go to: the firewall's own, loopback,
    /// multicast, unspecified.
    case destinationForbidden = "Name resolves to an address that must not be reached"
}
