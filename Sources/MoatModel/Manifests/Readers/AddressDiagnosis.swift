/// What is wrong with a text that should be an address, a prefix or a range, in words. Only
/// called for text that was refused, so it may take its time.
struct AddressDiagnosis {
    var problem: String
    var hint: String?

    init(_ problem: String, _ hint: String? = nil) {
        self.problem = problem
        self.hint = hint
    }

    /// The diagnosis of an address, prefix or range that does not parse.
    static func of(_ text: String) -> AddressDiagnosis {
        if let diagnosis = shape(of: text) { return diagnosis }
        if text.contains("/") { return prefix(text) }
        if text.contains("-") { return range(text) }
        return address(text)
    }

    /// Mistakes that are the same for all three forms.
    private static func shape(of text: String) -> AddressDiagnosis? {
        if text.isEmpty { return AddressDiagnosis("is empty", "write an address such as 10.0.0.4") }
        if text.contains(",") {
            return AddressDiagnosis("'\(text)' holds several", "write each as an element of its own")
        }
        if text.contains(where: \.isWhitespace) {
            let joined = text.filter { !$0.isWhitespace }
            return AddressDiagnosis("'\(text)' has a space in it", "write \(joined)")
        }
        if text.contains("%") {
            return AddressDiagnosis("'\(text)' has a zone; rules know no zones", "write it without what follows '%'")
        }
        if text.contains("[") || text.contains("]") {
            return AddressDiagnosis("'\(text)' has brackets", "write \(text.filter { !"[]".contains($0) })")
        }
        if text.contains("*") {
            return AddressDiagnosis(
                "'\(text)' is not an address",
                "'*' stands alone; for a part of a network write a prefix such as 10.0.0.0/24")
        }
        return nil
    }

    private static func prefix(_ text: String) -> AddressDiagnosis {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return AddressDiagnosis("'\(text)' has more than one '/'") }
        guard let address = IPAddress(parts[0]) else {
            let inner = of(parts[0])
            return AddressDiagnosis("'\(text)' is not a prefix: \(inner.problem)", inner.hint)
        }
        let width = address.family.bitWidth
        guard let length = Int(parts[1]), parts[1].utf8.allSatisfy(\.isDecimalDigit) else {
            if let mask = IPv4Address(parts[1]), let length = mask.maskLength {
                return AddressDiagnosis(
                    "'\(text)' has a network mask", "write \(IPPrefix(masking: address, length: length))")
            }
            return AddressDiagnosis("'\(text)' has no prefix length after '/'", "write a number from 0 to \(width)")
        }
        guard length <= width else {
            return AddressDiagnosis(
                "'\(text)' has a prefix length of \(parts[1])",
                "an \(address.family.rawValue) prefix has a length of 0 to \(width)")
        }
        let masked = IPPrefix(masking: address, length: length)
        guard masked.address == address else {
            return AddressDiagnosis(
                "'\(text)' has bits after the prefix", "write \(masked), or \(address) for the address alone")
        }
        return AddressDiagnosis("'\(text)' has leading zeros in its length", "write \(masked)")
    }

    private static func range(_ text: String) -> AddressDiagnosis {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return AddressDiagnosis("'\(text)' is neither an address nor a range") }
        guard let lower = IPAddress(parts[0]), let upper = IPAddress(parts[1]) else {
            let inner = of(IPAddress(parts[0]) == nil ? parts[0] : parts[1])
            return AddressDiagnosis(
                "'\(text)' is not a range: \(inner.problem)", inner.hint
            )
        }
        guard lower.family == upper.family else {
            return AddressDiagnosis("'\(text)' has one end in IPv4 and one in IPv6")
        }
        return AddressDiagnosis("'\(text)' ends before it starts", "write \(upper)-\(lower)")
    }

    private static func address(_ text: String) -> AddressDiagnosis {
        if text.contains(":") {
            return AddressDiagnosis(
                "'\(text)' is not an IPv6 address", "eight groups of up to four hexadecimal digits, '::' at most once")
        }
        guard text.utf8.allSatisfy({ $0.isDecimalDigit || $0 == .dot }) else {
            return AddressDiagnosis("'\(text)' is not an address", "write an address such as 10.0.0.4 or 2001:db8::4")
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ !$0.isEmpty }) else {
            return AddressDiagnosis("'\(text)' is not an IPv4 address", "four numbers from 0 to 255, with dots between")
        }
        if let large = parts.first(where: { (Int($0) ?? .max) > 255 }) {
            return AddressDiagnosis("'\(text)' is not an IPv4 address: \(large) is more than 255")
        }
        let decimal = parts.map { String(Int($0) ?? 0) }.joined(separator: ".")
        return AddressDiagnosis("'\(text)' has leading zeros, which some programs read as octal", "write \(decimal)")
    }
}

extension IPv4Address {
    /// The prefix length that the address, read as a network mask, stands for.
    fileprivate var maskLength: Int? {
        let length = (~rawValue).leadingZeroBitCount
        return length == 32 || rawValue << UInt32(length) == 0 ? length : nil
    }
}
