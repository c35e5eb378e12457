/// The first byte chooses what the rest is: a request head, a response head, or a chunked body;
/// and how it is split over reads, on which the outcome must not depend.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTPHead(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    guard let first = bytes.first else { return 0 }
    let rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    let step = Int(first >> 2) + 1
    switch first & 3 {
    case 0, 1: request(rest, step)
    case 2: response(rest, step)
    default: body(rest, step)
    }
    return 0
}

private let parser = HTTPRequestParser(client: "10.0.5.7")

private func request(_ bytes: UnsafeRawBufferPointer, _ step: Int) {
    var forwarded: [UInt8] = []
    let whole = parser.parse(bytes, into: &forwarded)
    var scanned = 0
    var end = 0
    while end < bytes.count {
        end = min(end + step, bytes.count)
        var output: [UInt8] = []
        let part = parser.parse(UnsafeRawBufferPointer(rebasing: bytes[..<end]), scanned: scanned, into: &output)
        scanned = end
        if part == .needsMore { continue }
        precondition(part == whole && output == forwarded, "the split decides")
        break
    }
    guard case .head(let head, let size) = whole else {
        precondition(forwarded.isEmpty, "something is left of a refused head")
        return
    }
    precondition(size <= bytes.count)
    // The server must see the very request that was judged.
    var again: [UInt8] = []
    guard case .head(let seen, let length) = forwarded.withUnsafeBytes({ parser.parse($0, into: &again) }) else {
        preconditionFailure("the forwarded head cannot be read")
    }
    precondition(length == forwarded.count, "the forwarded head ends early")
    precondition(
        seen.host == head.host && seen.port == head.port && seen.method == head.method && seen.target == head.target
            && seen.body == head.body && seen.keepsAlive == head.keepsAlive && seen.upgrades == head.upgrades,
        "the server sees another request")
    precondition(again == forwarded, "forwarding twice is not forwarding once")
}

private func response(_ bytes: UnsafeRawBufferPointer, _ step: Int) {
    let whole = HTTPResponseHead.parse(bytes, method: "GET")
    var scanned = 0
    var end = 0
    while end < bytes.count {
        end = min(end + step, bytes.count)
        let part = HTTPResponseHead.parse(
            UnsafeRawBufferPointer(rebasing: bytes[..<end]), scanned: scanned, method: "GET")
        scanned = end
        if part == .needsMore { continue }
        precondition(part == whole, "the split decides")
        break
    }
}

private func body(_ bytes: UnsafeRawBufferPointer, _ step: Int) {
    var whole = HTTPBodyFramer(.chunked)
    let count = whole.consume(bytes)
    var pieces = HTTPBodyFramer(.chunked)
    var total: Int? = 0
    for start in stride(from: 0, to: bytes.count, by: step) {
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + step, bytes.count)])
        guard let sum = total, let taken = pieces.consume(piece) else {
            total = nil
            break
        }
        total = sum + taken
        if taken < piece.count { break }
    }
    precondition(total == count, "the split decides")
}
