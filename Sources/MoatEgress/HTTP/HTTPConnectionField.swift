/// What the Connection fields of a head ask for (RFC 9110, section 7.6.1).
struct HTTPConnectionField {
    private(set) var namesClose = false
    private(set) var namesKeepAlive = false
    private(set) var namesUpgrade = false
    /// Other fields that are for this connection only.
    private var others: [[UInt8]] = []

    /// More names than any client has a use for.
    private static let maximumNames = 16

    /// Looks for Connection fields in what is left of a head. False where they name a field
    /// that the message cannot do without: another reader would see another message.
    mutating func read(_ head: HTTPHeadReader) -> Bool {
        var head = head
        var isFine = true
        while case .field(let field) = head.next() {
            guard field.isNamed("connection") else { continue }
            field.value.forEachListMember { name in
                if name.equalsIgnoringCase("close") {
                    namesClose = true
                } else if name.equalsIgnoringCase("keep-alive") {
                    namesKeepAlive = true
                } else if name.equalsIgnoringCase("upgrade") {
                    namesUpgrade = true
                } else if name.equalsIgnoringCase("host") || name.equalsIgnoringCase("content-length")
                    || name.equalsIgnoringCase("transfer-encoding") || others.count == Self.maximumNames
                {
                    isFine = false
                } else {
                    others.append(name.map(Self.lower))
                }
            }
        }
        return isFine
    }

    /// Whether a field of this name is for this connection only.
    func names(_ field: UnsafeRawBufferPointer) -> Bool {
        !others.isEmpty && others.contains { $0.elementsEqual(field.lazy.map(Self.lower)) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    }
}
