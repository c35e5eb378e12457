import MoatAnalysis

extension Controller {
    /// Explains a flow given in words.
    func explain(_ text: String) throws -> ExplainReport {
        let current = try inForce
        let expression: FlowExpression
        do {
            expression = try FlowExpression(parsing: text)
        } catch {
            throw APIError(.badRequest, error.description)
        }
        return ExplainReport(
            explanation: MoatAnalysis.explain(
                expression.flow(in: current.snapshot), current.snapshot, current.resources),
            version: current.version, since: current.since)
    }
}
