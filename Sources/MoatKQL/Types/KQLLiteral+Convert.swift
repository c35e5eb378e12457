extension KQLLiteral {
    /// The constant as another type, where that is known without the database; nil elsewhere.
    func converted(to type: KQLType) -> KQLLiteral? {
        switch (self, type) {
        case (_, self.type): self
        case (.null, _): type == .string ? .string("") : .null(type)
        case (.int(let value), .long): .long(Int64(value))
        case (.int(let value), .real): .real(Double(value))
        case (.long(let value), .int): Int32(exactly: value).map(Self.int) ?? .null(.int)
        case (.long(let value), .real): .real(Double(value))
        case (.int(let value), .string): .string("\(value)")
        case (.long(let value), .string): .string("\(value)")
        case (.bool(let value), .string): .string(value ? "true" : "false")
        case (.guid(let value), .string): .string(value)
        case (.datetime(let value), .string): .string(CivilTime(microseconds: value).kustoText)
        case (.string(let value), .datetime): Self.datetime(text: value)
        case (.string(let value), .timespan): Self.timespan(text: value)
        case (.dynamic(.null), _): type == .string ? .string("") : .null(type)
        case (.dynamic(let value), _): value.scalar?.converted(to: type)
        case (.bool(let value), .dynamic): .dynamic(.bool(value))
        case (.int(let value), .dynamic): .dynamic(.long(Int64(value)))
        case (.long(let value), .dynamic): .dynamic(.long(value))
        case (.real(let value), .dynamic): .dynamic(.real(value))
        case (.string(let value), .dynamic): .dynamic(.string(value))
        default: nil
        }
    }
}
