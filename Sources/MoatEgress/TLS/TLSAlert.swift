/// A fatal alert that ends a handshake before it began (RFC 8446, section 6.2).
enum TLSAlert: UInt8 {
    case accessDenied = 49
    case internalError = 80
    case unrecognizedName = 112

    /// As a record of its own, which clients of every version read.
    var record: [UInt8] { [21, 3, 3, 0, 2, 2, rawValue] }
}
