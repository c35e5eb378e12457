import MoatAnalysis
import MoatGateway
import MoatModel
import MoatPolicy

extension Controller {
    /// What judges now.
    func judging() throws -> Snapshot {
        try dataPlane.judging ?? inForce.snapshot
    }

    /// Explains a flow given in words. A name in it is resolved as the proxies would.
    func explain(_ text: String) async throws -> ExplainReport {
        let expression: FlowExpression
        do {
            expression = try FlowExpression(parsing: text)
        } catch {
            throw APIError(.badRequest, error.description)
        }
        var addresses: [IPAddress] = []
        if let name = expression.target?.name { addresses = await dataPlane.addresses(of: name) }
        let current = try inForce
        return ExplainReport(
            explanation: MoatAnalysis.explain(
                expression, addresses: addresses, dataPlane.judging ?? current.snapshot, current.resources),
            version: current.version, since: current.since)
    }
}
