import MoatLogs
import MoatModel

/// A request as nginx's access log tells it: a line with a JSON object of texts (`escape=json`), whose values are
/// those of nginx's variables.
///
/// There is one for each request, and a general decoder takes longer for it than nginx for the request. So only
/// what `log_format` writes is read: these members, in this order, without a space.
struct NginxAccessLine {
    private struct Value {
        var range: Range<Int>
        var hasEscape: Bool
    }

    /// What stands before each value, and what stands behind the last.
    private static let heads: [[UInt8]] = AccessLogField.allCases.enumerated().map { index, field in
        Array(((index == 0 ? "{\"" : "\",\"") + field.name + "\":\"").utf8)
    }
    private static let end = Array("\"}".utf8)

    private let bytes: ArraySlice<UInt8>
    private var values: [Value] = []

    init(_ bytes: ArraySlice<UInt8>) throws(NginxLogError) {
        self.bytes = bytes
        values.reserveCapacity(Self.heads.count)
        var place = bytes.startIndex
        for (index, head) in Self.heads.enumerated() {
            guard bytes[place...].starts(with: head) else {
                throw NginxLogError("it has no \(AccessLogField.allCases[index].name) where that is to be")
            }
            let value = Self.value(bytes, from: place + head.count)
            place = value.range.upperBound
            values.append(value)
        }
        guard bytes[place...].elementsEqual(Self.end) else { throw NginxLogError("it does not end where it should") }
    }

    /// Up to the quote that ends it, or to the end.
    private static func value(_ bytes: ArraySlice<UInt8>, from begin: Int) -> Value {
        var hasEscape = false
        var place = begin
        while place < bytes.endIndex, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            hasEscape = true
            place = min(place + 2, bytes.endIndex)
        }
        return Value(range: begin..<place, hasEscape: hasEscape)
    }

    /// What is counted of it.
    var figures: IngressMetrics.Request {
        get throws(NginxLogError) {
            IngressMetrics.Request(
                key: .init(namespace: try text(.namespace), ingress: try text(.ingress)),
                status: UInt16(clamping: number(.status)), bytesReceived: number(.bytesReceived),
                bytesSent: number(.bytesSent), seconds: Self.seconds(self[.duration]))
        }
    }

    func record(instance: String) throws(NginxLogError) -> MoatIngressAccess {
        let (endpoints, endpoint) = try last(.endpoint)
        guard let client = IPAddress(try text(.clientIP)) else {
            throw NginxLogError("client_ip is not an IP address")
        }
        guard let time = time else { throw NginxLogError("time is no time") }
        return MoatIngressAccess(
            timeGenerated: time, requestID: try text(.requestID), client: client,
            clientPort: UInt16(clamping: number(.clientPort)), host: try text(.host).lowercased(),
            method: try text(.method), path: try text(.path), httpVersion: try text(.http),
            tlsVersion: try text(.tls), status: UInt16(clamping: number(.status)),
            bytesReceived: number(.bytesReceived), bytesSent: number(.bytesSent),
            durationSeconds: Self.seconds(self[.duration]),
            upstreamSeconds: list(.upstreamDuration).map(Self.seconds).reduce(0, +),
            upstreamStatus: UInt16(clamping: list(.upstreamStatus).last.map(Self.number) ?? 0),
            attempts: UInt16(clamping: endpoints), namespace: try text(.namespace), ingress: try text(.ingress),
            service: try text(.service), endpoint: endpoint, userAgent: try text(.userAgent), instance: instance)
    }
}

// MARK: Values

extension NginxAccessLine {
    private subscript(field: AccessLogField) -> ArraySlice<UInt8> { bytes[values[field.rawValue].range] }

    /// A text as a record can have it. What is not UTF-8 is mended.
    private func text(_ field: AccessLogField) throws(NginxLogError) -> String {
        let value = values[field.rawValue]
        let raw = bytes[value.range]
        return Self.cut(
            value.hasEscape ? try Self.unescaped(raw) : String(decoding: raw, as: UTF8.self))
    }

    static func cut(_ text: String) -> String {
        guard text.utf8.count > MoatIngressAccess.maximumText else { return text }
        var text = String(text.prefix(MoatIngressAccess.maximumText))
        while text.utf8.count > MoatIngressAccess.maximumText { text.removeLast() }
        return text
    }

    /// How many endpoints were tried, and the last of them.
    private func last(_ field: AccessLogField) throws(NginxLogError) -> (Int, String) {
        let list = list(field)
        return (list.count, list.last.map { Self.cut(String(decoding: $0, as: UTF8.self)) } ?? "")
    }

    /// What each of the endpoints that were tried did: nginx puts commas between those, and colons between
    /// groups of them (ngx_http_upstream_module, `$upstream_addr`); a `-` is none.
    private func list(_ field: AccessLogField) -> [ArraySlice<UInt8>] {
        self[field].split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }.filter {
            $0.count > 1 || $0.first != UInt8(ascii: "-") && $0.first != UInt8(ascii: ":")
        }
    }

    /// Seconds since 1970, with three digits behind the point.
    private var time: LogTimestamp? {
        guard let milliseconds = Self.thousandths(self[.time]) else { return nil }
        return LogTimestamp(nanoseconds: Int64(milliseconds) * 1_000_000)
    }

    private func number(_ field: AccessLogField) -> UInt64 { Self.number(self[field]) }

    /// 0 for what is none, as nginx writes `-` for nothing.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64 {
        guard digits.count < 19 else { return 0 }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return 0 }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func seconds(_ text: ArraySlice<UInt8>) -> Double {
        Double(thousandths(text) ?? 0) / 1000
    }

    /// As nginx writes times: `0.250`.
    private static func thousandths(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard let point = text.firstIndex(of: UInt8(ascii: ".")), text.endIndex - point == 4, point > text.startIndex,
            text.count < 16
        else { return nil }
        var value: UInt64 = 0
        for digit in text[..<point] + text[(point + 1)...] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// nginx escapes only what RFC 8259 wants escaped: of the `\u` forms, control characters.
    private static func unescaped(_ raw: ArraySlice<UInt8>) throws(NginxLogError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var rest = raw
        while let byte = rest.popFirst() {
            text.append(byte == UInt8(ascii: "\\") ? try escaped(&rest) : byte)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func escaped(_ rest: inout ArraySlice<UInt8>) throws(NginxLogError) -> UInt8 {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "\""): return UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "/"): return UInt8(ascii: "/")
        case UInt8(ascii: "u"):
            let digits = rest.prefix(4)
            rest = rest.dropFirst(4)
            guard digits.count == 4, digits.first != UInt8(ascii: "+"),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value < 0x80
            else { throw NginxLogError("a text has an escape that nginx does not write") }
            return value
        default: throw NginxLogError("a text has an escape that nginx does not write")
        }
    }
}
