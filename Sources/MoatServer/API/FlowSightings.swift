/// How often a flow was seen in the logs, and what became of it.
public struct FlowSightings: Hashable, Sendable, Codable {
    public struct Action: Hashable, Sendable, Codable {
        /// As the logs have it: `Allow`, `Deny`; `DNAT` for what a DNAT rule let in.
        public var name: String
        public var count: Int

        public init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// How far back was looked.
    public var hours: Int
    /// The destination that was looked for: a name where one was given, else an address.
    public var destination: String
    /// The most frequent first; empty where the flow was not seen.
    public var actions: [Action]

    public init(hours: Int, destination: String, actions: [Action]) {
        self.hours = hours
        self.destination = destination
        self.actions = actions
    }

    public var count: Int { actions.reduce(0) { $0 + $1.count } }
}
