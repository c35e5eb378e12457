/// A block of IPv4 addresses, `10.0.0.0/8`, or one address.
struct IPv4Block: Hashable {
    var first: Int64
    var last: Int64

    init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        let octets = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, octets.count == 4 else { return nil }
        var address: Int64 = 0
        for octet in octets {
            guard let number = UInt8(octet), octet.allSatisfy(\.isNumber) else { return nil }
            address = address << 8 | Int64(number)
        }
        var length = 32
        if halves.count == 2 {
            guard let number = Int(halves[1]), (0...32).contains(number) else { return nil }
            length = number
        }
        let size = Int64(1) << Int64(32 - length)
        first = address & ~(size - 1)
        last = first + size - 1
    }
}
