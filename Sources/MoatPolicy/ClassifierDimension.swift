/// One dimension of a classifier: the number line cut wherever some rule begins or ends, and
/// for each piece the set of rules that cover it, as a row of chunk numbers.
///
/// Plain memory without reference counts, since it is read for every new flow; `Classifier`
/// owns it.
struct ClassifierDimension<Key: FixedWidthInteger & UnsignedInteger> {
    /// Where each piece starts, ascending; the first is 0.
    private let starts: UnsafeMutableBufferPointer<Key>
    /// The row of each piece.
    private let rowOfPiece: UnsafeMutableBufferPointer<UInt32>
    /// Rows of `rowLength` chunk numbers, each distinct one once.
    private let rows: UnsafeMutableBufferPointer<UInt32>
    private let rowLength: Int

    /// - Parameter spans: what each rule covers, by rule number
    init(_ spans: [[ClosedRange<Key>]], chunks: inout RuleChunkStore) {
        var edges: [Edge] = []
        for (rule, spans) in spans.enumerated() {
            for span in Self.merged(spans) {
                edges.append(Edge(key: span.lowerBound, rule: UInt32(rule)))
                if span.upperBound < .max { edges.append(Edge(key: span.upperBound + 1, rule: UInt32(rule))) }
            }
        }
        edges.sort { $0.key < $1.key }

        let rowLength = (spans.count + RuleChunkStore.bits - 1) / RuleChunkStore.bits
        var current = [SIMD8<UInt64>](repeating: .zero, count: rowLength)
        var row = [UInt32](repeating: 0, count: rowLength)
        var starts: [Key] = []
        var rowOfPiece: [UInt32] = []
        var rows: [UInt32] = []
        var numbers: [[UInt32]: UInt32] = [:]
        var touched: Set<Int> = []

        func endPiece(at start: Key) {
            for chunk in touched { row[chunk] = chunks.number(of: current[chunk]) }
            touched.removeAll(keepingCapacity: true)
            let number: UInt32
            if let known = numbers[row] {
                number = known
            } else {
                number = UInt32(numbers.count)
                numbers[row] = number
                rows += row
            }
            if rowOfPiece.last != number || starts.isEmpty {
                starts.append(start)
                rowOfPiece.append(number)
            }
        }

        var start: Key = 0
        for edge in edges {
            if edge.key != start {
                endPiece(at: start)
                start = edge.key
            }
            // Spans of one rule are merged, so its edges alternate: each one flips its bit.
            let chunk = Int(edge.rule) / RuleChunkStore.bits
            let bit = Int(edge.rule) % RuleChunkStore.bits
            current[chunk][bit / 64] ^= 1 << UInt64(bit % 64)
            touched.insert(chunk)
        }
        endPiece(at: start)

        self.rowLength = rowLength
        self.starts = Self.copy(starts)
        self.rowOfPiece = Self.copy(rowOfPiece)
        self.rows = Self.copy(rows)
    }

    /// The row of chunk numbers of the rules that cover `key`.
    func row(of key: Key) -> UnsafePointer<UInt32> {
        // Binary search for the last start that is not above the key, without a branch that
        // could be mispredicted.
        var base = 0
        var count = starts.count
        while count > 1 {
            let half = count / 2
            base = starts[base + half] <= key ? base + half : base
            count -= half
        }
        return UnsafePointer(rows.baseAddress.unsafelyUnwrapped + Int(rowOfPiece[base]) * rowLength)
    }

    func deallocate() {
        starts.deallocate()
        rowOfPiece.deallocate()
        rows.deallocate()
    }

    private struct Edge {
        var key: Key
        var rule: UInt32
    }

    /// The spans in order, with those that overlap or touch made one.
    private static func merged(_ spans: [ClosedRange<Key>]) -> [ClosedRange<Key>] {
        guard spans.count > 1 else { return spans }
        var result: [ClosedRange<Key>] = []
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, last.upperBound == .max || span.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
            } else {
                result.append(span)
            }
        }
        return result
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        // One element at least, so that a base address exists also where there are no rules.
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(array.count, 1))
        _ = buffer.initialize(from: array)
        return UnsafeMutableBufferPointer(start: buffer.baseAddress, count: array.count)
    }
}
