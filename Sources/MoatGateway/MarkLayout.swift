import MoatKernel
public import MoatPolicy

/// How a decision is written into the bits of a mark that Moat may use.
///
///     mask      |<---------- rule number ---------->|side|<- source address ->|
///     bits            the rest, 11 or more            1           8
///
/// The rest of the mark belongs to other software on the host and is never touched. A mark
/// whose Moat bits are zero is that of a flow that was not judged.
public struct MarkLayout: Hashable, Sendable {
    /// What a mark says of a flow.
    public struct Fields: Hashable, Sendable {
        public var ruleNumber: UInt32
        public var side: Flow.Side
        public var sourceNAT: Decision.SourceNAT
    }

    static let sourceBits: UInt32 = 8
    /// The value of the source field that stands for the firewall's private address; 0 is
    /// none, 1 to 254 are public addresses.
    static let privateAddressIndex: UInt32 = 255

    public let mask: UInt32
    private let shift: UInt32
    private let width: UInt32

    /// Nil unless the mask is one run of at least 20 bits.
    public init?(mask: UInt32) {
        let shift = UInt32(mask.trailingZeroBitCount)
        let width = UInt32(mask.nonzeroBitCount)
        guard width >= 20, mask >> shift == UInt32.max >> (32 - width) else { return nil }
        self.mask = mask
        self.shift = shift
        self.width = width
    }

    /// That of a gateway.
    /// - Throws: `KernelError` for a mask that will not do
    init(_ configuration: GatewayConfiguration) throws(KernelError) {
        guard let layout = MarkLayout(mask: configuration.markMask) else {
            throw KernelError(
                .refused,
                "mark mask 0x\(String(configuration.markMask, radix: 16)) will not do: it must be one run of at least 20 bits, such as 0x0fffffff"
            )
        }
        self = layout
    }

    /// The largest rule number that fits.
    public var largestRuleNumber: UInt32 {
        UInt32.max >> (32 - (width - Self.sourceBits - 1))
    }

    /// The bits that hold the rule number.
    public var ruleMask: UInt32 {
        largestRuleNumber << (shift + Self.sourceBits + 1)
    }

    /// The bits that name the source address.
    public var sourceMask: UInt32 {
        (UInt32.max >> (32 - Self.sourceBits)) << shift
    }

    /// The mark bits for a rule alone: the key of the map of DNAT targets.
    public func mark(ruleNumber: UInt32) -> UInt32 {
        ruleNumber << (shift + Self.sourceBits + 1)
    }

    /// The mark bits for a source address alone: the key of the map of source addresses.
    public func mark(sourceNAT: Decision.SourceNAT) -> UInt32 {
        let index: UInt32 =
            switch sourceNAT {
            case .none: 0
            case .publicAddress(let index): UInt32(index) + 1
            case .privateAddress: Self.privateAddressIndex
            }
        return index << shift
    }

    /// The mark of a flow, merged into what other software left in the packet's mark.
    public func mark(_ fields: Fields, into mark: UInt32) -> UInt32 {
        let side: UInt32 = fields.side == .public ? 1 << (shift + Self.sourceBits) : 0
        return mark & ~mask | self.mark(ruleNumber: fields.ruleNumber) | side | self.mark(sourceNAT: fields.sourceNAT)
    }

    /// What a mark says; nil where its flow was not judged.
    public func fields(of mark: UInt32) -> Fields? {
        guard mark & mask != 0 else { return nil }
        let index = (mark & sourceMask) >> shift
        let sourceNAT: Decision.SourceNAT =
            switch index {
            case 0: .none
            case Self.privateAddressIndex: .privateAddress
            default: .publicAddress(Int(index) - 1)
            }
        return Fields(
            ruleNumber: (mark & ruleMask) >> (shift + Self.sourceBits + 1),
            side: mark >> (shift + Self.sourceBits) & 1 == 1 ? .public : .private, sourceNAT: sourceNAT)
    }
}
