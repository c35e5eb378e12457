/// Reads the bytes as a message and as a client's query. What was read must come out the same
/// when it is written and read again, and the two readers must agree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDNSMessage(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let message = try? DNSMessage(parsing: bytes)
    if var message {
        check(message)
        message.removeEncryptedClientHello()
        check(message)
        precondition(!message.answers.contains(where: offersECH), "ech is left")
        for record in message.answers {
            _ = record.name.description
            _ = record.target
        }
    }
    var query = ClientQuery()
    var lowercased = [UInt8](repeating: 0, count: 255)
    var span = lowercased.mutableSpan
    if query.read(bytes.span, lowercased: &span) == nil {
        if message == nil, query.hasEDNS || bytes[11] == 0 {
            // Only a record beside OPT may be malformed: the loop does not look into those.
            precondition(bytes[10] != 0 || bytes[11] > 1, "a query that is no message")
        }
        if let message {
            let name = message.questions[0].name
            precondition(Array(lowercased.prefix(name.wire.count)) == name.lowercased.wire, "names differ")
            precondition(message.questions[0].type == query.type, "types differ")
            precondition((message.edns != nil) == query.hasEDNS, "one has EDNS")
            precondition((message.edns?.dnssecOK ?? false) == query.dnssecOK, "DO differs")
        }
    }
    return 0
}

private func check(_ message: DNSMessage) {
    guard let wire = message.wire else { return }
    guard let again = try? DNSMessage(parsing: wire) else { preconditionFailure("what is written is not read") }
    precondition(again.wire == wire, "it is written differently")
    precondition(again.answers.map(\.timeToLive) == message.answers.map(\.timeToLive), "TTLs differ")
    precondition(
        again.answers.map { $0.name.lowercased } == message.answers.map { $0.name.lowercased }, "owners differ")
}

private func offersECH(_ record: DNSRecord) -> Bool {
    guard record.type == .https || record.type == .svcb, let binding = try? ServiceBinding(record.data) else {
        return false
    }
    return binding.parameters.contains { $0.code == ServiceBinding.Key.encryptedClientHello }
}
