/// The names that a query has given to values, tables and functions.
struct Scope: Sendable {
    indirect enum Entry: Sendable {
        /// `row`: the rows of whose columns the value is made; nil where it is the same everywhere.
        case scalar(TypedSQL, row: Int?)
        case table(BoundQuery)
        case function(FunctionSyntax, Scope)
    }

    private(set) var entries: [String: Entry] = [:]
    /// Functions without parameters that `union *` and `search *` include.
    private(set) var views: [String] = []
    /// The function that is being defined with these names around it.
    private(set) var definedFunction: String?

    subscript(name: String) -> Entry? { entries[name] }

    mutating func define(_ name: String, as entry: Entry) {
        entries[name] = entry
        views.removeAll { $0 == name }
        if case .function(let function, _) = entry, function.isView { views.append(name) }
    }

    /// The scope that the body of a function of the name sees: without itself.
    func inside(_ function: String) -> Scope {
        var scope = self
        scope.definedFunction = function
        return scope
    }

    var scalars: [String] {
        entries.compactMap { name, entry in
            if case .scalar = entry { name } else { nil }
        }
    }

    var functions: [String] {
        entries.compactMap { name, entry in
            if case .function = entry { name } else { nil }
        }
    }

    /// Names of tables, and of functions that may give one.
    var tables: [String] {
        entries.compactMap { name, entry in
            if case .scalar = entry { nil } else { name }
        }
    }
}
