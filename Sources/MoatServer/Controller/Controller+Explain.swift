import MoatAnalysis
import MoatModel
import MoatPolicy

extension Controller {
    /// Explains a flow given in words.
    func explain(_ text: String) throws -> ExplainReport {
        let current = try inForce
        let flow: Flow
        do {
            flow = try FlowExpression.parse(text, localPrefixes: current.snapshot.localPrefixes)
        } catch {
            throw APIError(.badRequest, error.description)
        }
        return ExplainReport(
            explanation: MoatAnalysis.explain(flow, current.snapshot, current.resources),
            policy: current.snapshot.policyName, version: current.version, since: current.since)
    }
}
