/// Collects nodes of `RuleSets`, each once.
struct NodeInterner<Node: SIMD> where Node.Scalar: FixedWidthInteger {
    /// Node 0 is all zeros: empty.
    private(set) var nodes: ContiguousArray<Node> = [Node()]
    /// Node ids by hash: open addressing with linear probing, at most half full. 0 marks a
    /// free slot, since node 0 is never looked up.
    private var slots = ContiguousArray<UInt32>(repeating: 0, count: 1024)

    /// The id of a node, a new one where it is not known yet.
    mutating func intern(_ node: Node) -> UInt32 {
        if node == Node() { return 0 }
        if nodes.count * 2 > slots.count { grow() }
        let slot = slot(of: node)
        if slots[slot] == 0 {
            slots[slot] = UInt32(nodes.count)
            nodes.append(node)
        }
        return slots[slot]
    }

    /// The slot that holds the node, or the free one that it would go to.
    private func slot(of node: Node) -> Int {
        var hash: UInt64 = 0
        for index in node.indices {
            hash = (hash ^ UInt64(truncatingIfNeeded: node[index])) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0, nodes[Int(slots[slot])] != node {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        slots = ContiguousArray(repeating: 0, count: slots.count * 2)
        for id in nodes.indices.dropFirst() {
            slots[slot(of: nodes[id])] = UInt32(id)
        }
    }
}
