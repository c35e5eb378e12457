import Logging
import MoatAnalysis
import MoatGateway
import MoatModel
import MoatPolicy

extension Controller {
    /// What judges now.
    func judging() throws -> Snapshot {
        try dataPlane.judging ?? inForce.snapshot
    }

    /// Explains a flow given in words. A name in it is resolved as the proxies would. `engine` is
    /// asked how often the flow was seen; that it cannot say keeps nothing from being explained.
    func explain(_ text: String, asking engine: QueryEngine? = nil) async throws -> ExplainReport {
        let expression: FlowExpression
        do {
            expression = try FlowExpression(parsing: text)
        } catch {
            throw APIError(.badRequest, error.description)
        }
        var addresses: [IPAddress] = []
        if let name = expression.target?.name { addresses = await dataPlane.addresses(of: name) }
        var sightings: FlowSightings?
        if let engine {
            do {
                sightings = try await FlowSightings(expression, addresses: addresses, in: engine)
            } catch let error as QueryError {
                logger.warning("explain does not know how often the flow was seen: \(error)")
            }
        }
        let current = try inForce
        return ExplainReport(
            explanation: MoatAnalysis.explain(
                expression, addresses: addresses, dataPlane.judging ?? current.snapshot, current.resources),
            version: current.version, since: current.since, sightings: sightings)
    }
}
