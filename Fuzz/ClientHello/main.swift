/// The first byte says how the rest is split over reads; the outcome must not depend on it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzClientHello(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    guard let first = bytes.first else { return 0 }
    let rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    var whole = ClientHelloParser()
    whole.feed(rest)
    var pieces = ClientHelloParser()
    let step = Int(first) + 1
    for start in stride(from: 0, to: rest.count, by: step) {
        pieces.feed(UnsafeRawBufferPointer(rebasing: rest[start..<min(start + step, rest.count)]))
    }
    precondition(whole.progress == pieces.progress, "the split decides: \(whole.progress), \(pieces.progress)")
    return 0
}
