extension APIKind: Identifiable {
    /// Tells kinds apart, and is quicker to hash than all that is known of them.
    struct ID: Hashable, Sendable {
        var group: String
        var plural: String
    }

    var id: ID { ID(group: group, plural: plural) }
}
