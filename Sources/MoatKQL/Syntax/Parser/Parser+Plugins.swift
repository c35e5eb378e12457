extension Parser {
    /// `evaluate`, behind its word.
    mutating func evaluate(_ start: SourceRange) throws(ParseFailure) -> EvaluateSyntax {
        let name = try name("a plugin's name")
        guard kind == .leftParenthesis else { throw expected("'(' and arguments") }
        let plugin = try call(name)
        guard take(.colon) else {
            return EvaluateSyntax(plugin: plugin, schema: nil, range: start.through(previous))
        }
        if kind == .leftParenthesis, peek().kind == .star {
            advance()
            advance()
            var columns: [ColumnDeclarationSyntax] = []
            while take(.comma) { columns.append(try columnDeclaration()) }
            try expect(.rightParenthesis, "',' or ')'")
            return EvaluateSyntax(
                plugin: plugin, schema: columns, schemaIsOpen: true, range: start.through(previous))
        }
        return EvaluateSyntax(plugin: plugin, schema: try schema(), range: start.through(previous))
    }

    /// `render`, behind its word. Its settings stand in `with (...)` or, as in old queries, without.
    mutating func render(_ start: SourceRange) throws(ParseFailure) -> RenderSyntax {
        let visualization = try name("a kind of chart")
        var properties: [PropertySyntax] = []
        if take("with") {
            properties = try self.properties()
        } else {
            while isAtName, peek(nameLength(at: 0)).kind == .assign {
                let name = try name("a property's name")
                advance()
                let value = try beside { parser throws(ParseFailure) in try parser.expression() }
                properties.append(PropertySyntax(name: name, values: [value]))
            }
        }
        return RenderSyntax(
            visualization: visualization, properties: properties, range: start.through(previous))
    }
}
