/// Why bytes are not a DNS message.
public enum DNSMessageError: Error, Hashable, Sendable {
    /// A field, a name or a record runs past the end.
    case truncated
    /// A compression pointer that does not point backwards, or a label type nobody uses.
    case badName
    /// More than 255 bytes (RFC 1035, section 2.3.4).
    case nameTooLong
    /// Record data that does not have the shape of its type.
    case badRecordData
    /// Bytes after the last record.
    case trailingBytes
    /// More than one OPT record, or one whose owner is not the root (RFC 6891, section 6.1.1).
    case badOPT
}
