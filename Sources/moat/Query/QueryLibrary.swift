/// The questions that Moat brings along.
enum QueryLibrary {
    static let queries = (traffic + rules + names + ingress).sorted { $0.name < $1.name }

    static func query(named name: String) -> LibraryQuery? {
        queries.first { $0.name == name.lowercased() }
    }

    /// The list for people: what each is called, and what it says.
    static func list(_ style: Style) -> String {
        let rows = queries.map { query in
            [TableRenderer.Cell(query.usage, .bold), TableRenderer.Cell(query.title)]
        }
        return TableRenderer(columns: [.left("NAME"), .left("QUESTION")], style: style).render(rows)
            + "\n\nmoat query -n NAME asks one of them; moat query --show NAME prints it, to change it."
    }

    static let day = 86_400
}
