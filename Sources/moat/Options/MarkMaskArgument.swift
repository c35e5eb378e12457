import ArgumentParser

/// A bit mask in hexadecimal, with or without `0x`.
struct MarkMaskArgument: ExpressibleByArgument {
    let mask: UInt32

    init?(argument: String) {
        let digits = argument.lowercased().hasPrefix("0x") ? argument.dropFirst(2) : argument[...]
        guard !digits.hasPrefix("+"), let mask = UInt32(digits, radix: 16) else { return nil }
        self.mask = mask
    }
}
