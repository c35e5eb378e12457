import NIOCore

/// Elements of several owners that wait: each owner in turn gives its oldest, so that one with many
/// keeps nobody waiting but itself.
struct TurnQueue<Owner: Hashable, Element> {
    /// Of owners with something that waits only.
    private var waiting: [Owner: CircularBuffer<Element>] = [:]
    /// The same owners, each once.
    private var turns = CircularBuffer<Owner>()

    mutating func append(_ element: Element, of owner: Owner) {
        if waiting[owner] == nil { turns.append(owner) }
        waiting[owner, default: CircularBuffer()].append(element)
    }

    /// Nil where nothing waits.
    mutating func popFirst() -> Element? {
        guard let owner = turns.popFirst() else { return nil }
        let element = waiting[owner]?.popFirst()
        if waiting[owner]?.isEmpty == false {
            turns.append(owner)
        } else {
            waiting[owner] = nil
        }
        return element
    }
}
