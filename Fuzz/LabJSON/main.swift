/// Reads the bytes as JSON. What was read must come out the same when it is written and read
/// again, and an error must lie in the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLabJSON(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    do throws(JSONParser.Failure) {
        let (value, duplicates) = try JSONParser.parse(bytes)
        precondition(!value.isNested(deeperThan: JSONParser.depthLimit), "it is nested too deeply")
        precondition(duplicates.count <= JSONParser.duplicateLimit, "too many duplicates are named")
        let written = value.bytes
        guard let (again, twice) = try? JSONParser.parse(written) else {
            preconditionFailure("what is written is not read")
        }
        precondition(again == value, "it is read differently")
        precondition(twice.isEmpty, "a member is written twice")
        precondition(again.bytes == written, "it is written differently")
    } catch {
        precondition(0 <= error.offset && error.offset <= size, "an error lies outside")
    }
    return 0
}
