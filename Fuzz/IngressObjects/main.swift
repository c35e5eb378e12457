private let check = {
    do {
        return try ConfigurationCheck()
    } catch {
        fatalError("the check cannot be made: \(error)")
    }
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzIngressObjects(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    do {
        try check.check(FuzzedObjects(bytes).objects)
    } catch {
        // Its text is kept also where the compiler optimises.
        fatalError("\(error)")
    }
    return 0
}
