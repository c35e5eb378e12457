import MoatModel

/// Finds the first of many rules that matches a flow, in time that hardly grows with their
/// number: one binary search a dimension, then an intersection of three sets of rules chunk
/// by chunk until a bit is set.
final class Classifier: @unchecked Sendable {
    // Unchecked: the memory behind the pointers is written once, here, and freed in deinit.
    private let sources4: ClassifierDimension<UInt32>
    private let sources6: ClassifierDimension<UInt128>
    private let destinations4: ClassifierDimension<UInt32>
    private let destinations6: ClassifierDimension<UInt128>
    private let services: ClassifierDimension<UInt32>
    private let chunks: UnsafeMutablePointer<SIMD8<UInt64>>
    private let rowLength: Int
    let count: Int

    /// - Parameter rules: in the order in which they are judged
    init(_ rules: [RuleSpans]) {
        var store = RuleChunkStore()
        sources4 = ClassifierDimension(rules.map(\.sources4), chunks: &store)
        sources6 = ClassifierDimension(rules.map(\.sources6), chunks: &store)
        destinations4 = ClassifierDimension(rules.map(\.destinations4), chunks: &store)
        destinations6 = ClassifierDimension(rules.map(\.destinations6), chunks: &store)
        services = ClassifierDimension(rules.map(\.services), chunks: &store)
        chunks = .allocate(capacity: store.chunks.count)
        chunks.initialize(from: store.chunks, count: store.chunks.count)
        rowLength = (rules.count + RuleChunkStore.bits - 1) / RuleChunkStore.bits
        count = rules.count
    }

    deinit {
        sources4.deallocate()
        sources6.deallocate()
        destinations4.deallocate()
        destinations6.deallocate()
        services.deallocate()
        chunks.deallocate()
    }

    private typealias Row = UnsafePointer<UInt32>

    /// The rows of a flow in the three dimensions. A flow whose addresses are of different
    /// families matches nothing.
    private func rows(_ flow: Flow) -> (source: Row, destination: Row, service: Row)? {
        let service = services.row(of: RuleSpans.service(of: flow))
        switch (flow.source, flow.destination) {
        case (.v4(let source), .v4(let destination)):
            return (sources4.row(of: source.rawValue), destinations4.row(of: destination.rawValue), service)
        case (.v6(let source), .v6(let destination)):
            return (sources6.row(of: source.rawValue), destinations6.row(of: destination.rawValue), service)
        default:
            return nil
        }
    }

    /// The index of the first rule that matches. Allocates nothing.
    func firstMatch(_ flow: Flow) -> Int? {
        guard count > 0, let rows = rows(flow) else { return nil }
        for index in 0..<rowLength {
            let (source, destination, service) = (rows.source[index], rows.destination[index], rows.service[index])
            if source == 0 || destination == 0 || service == 0 { continue }
            let common = chunks[Int(source)] & chunks[Int(destination)] & chunks[Int(service)]
            if common == .zero { continue }
            for word in 0..<RuleChunkStore.words where common[word] != 0 {
                return index * RuleChunkStore.bits + word * 64 + common[word].trailingZeroBitCount
            }
        }
        return nil
    }

    /// Which dimensions of one rule match a flow.
    func matches(_ rule: Int, _ flow: Flow) -> (source: Bool, destination: Bool, service: Bool) {
        guard rule < count, let rows = rows(flow) else { return (false, false, false) }
        func has(_ row: Row) -> Bool {
            let chunk = chunks[Int(row[rule / RuleChunkStore.bits])]
            let bit = rule % RuleChunkStore.bits
            return chunk[bit / 64] >> UInt64(bit % 64) & 1 == 1
        }
        return (has(rows.source), has(rows.destination), has(rows.service))
    }
}
