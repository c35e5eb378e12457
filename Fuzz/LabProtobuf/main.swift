/// Reads the bytes as an object in Protocol Buffers. What is read must be of a kind that is read
/// so, and be JSON that can be written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLabProtobuf(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    do throws(APIStatus) {
        let object = try ProtobufBody.object(bytes)
        let kind = APIKind.find(apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "")
        guard let kind, ProtobufFields.reads(kind) else { preconditionFailure("it is of no kind that is read") }
        precondition(!object.isNested(deeperThan: JSONParser.depthLimit - 1), "it is nested too deeply")
        guard let (again, _) = try? JSONParser.parse(object.bytes) else {
            preconditionFailure("what is written is not read")
        }
        precondition(again == object, "it is read differently")
    } catch {
        precondition(error.code == 400 || error.code == 415, "it is refused as if it were something else")
        precondition(error.message.utf8.count < size + 400, "it is refused at length")
    }
    return 0
}
