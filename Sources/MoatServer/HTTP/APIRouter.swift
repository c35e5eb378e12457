import Foundation
import Hummingbird
import Logging
import MoatLogs
import MoatModel
import NIOCore

/// The API: which path does what. Everything from the socket is taken for hostile: sizes
/// are limited, names are checked, and what is not understood is refused.
struct APIRouter {
    /// The largest body that is read.
    static let maximumBody = 32 * 1024 * 1024

    let controller: Controller
    let logs: LogWriter?
    /// Nil where the logs are kept in a form that cannot be asked.
    var query: QueryEngine?
    /// Nil where this machine is no load balancer.
    var loadBalancer: LoadBalancerService?

    func build() -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorMiddleware())
        router.get("healthz") { _, _ in APIResponse.text("ok\n") }
        let v1 = router.group("v1")
        addConfiguration(to: v1)
        addResources(to: v1)
        addTraffic(to: v1)
        addThreats(to: v1)
        IngressRecordsAPI(logs: logs).add(to: v1)
        QueryAPI(engine: query, firewall: controller.firewall).add(to: v1)
        return router
    }

    private func addConfiguration(to router: RouterGroup<APIContext>) {
        router.get("status") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return try APIResponse.json(await controller.status())
        }
        router.post("apply") { request, context in try await apply(request, context) }
        router.post("confirm") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return try APIResponse.json(await controller.confirm())
        }
        router.get("history") { request, _ in
            let query = try APIQuery(request, allowed: ["limit"])
            let limit = try query.integer("limit", in: 1...StateStore.keptVersions) ?? 100
            return try APIResponse.json(controller.store.history(limit: limit))
        }
        router.post("rollback/:version") { request, context in
            _ = try APIQuery(request, allowed: [])
            let text = try context.parameters.require("version")
            guard let version = Int(text), version >= 0 else {
                throw APIError(.badRequest, "'\(text)' is not the number of a version")
            }
            let order = ChangeOrder(by: await context.user(), comment: "rollback to \(version)")
            return try APIResponse.json(await controller.rollback(to: version, order))
        }
    }

    private func addResources(to router: RouterGroup<APIContext>) {
        router.get("resources") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return APIResponse.array(try await controller.documents())
        }
        router.get("resources/:kind") { request, context in
            _ = try APIQuery(request, allowed: [])
            return APIResponse.array(try await controller.documents(of: try kind(context)))
        }
        router.get("resources/:kind/**") { request, context in
            _ = try APIQuery(request, allowed: [])
            return APIResponse.document(try await controller.document(try key(context)))
        }
        router.delete("resources/:kind/**") { request, context in
            _ = try APIQuery(request, allowed: [])
            let key = try key(context)
            let order = ChangeOrder(by: await context.user(), comment: "delete \(key)")
            return try APIResponse.json(await controller.delete(key, order))
        }
    }

    private func addTraffic(to router: RouterGroup<APIContext>) {
        router.get("rules") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return try APIResponse.json(await controller.rules())
        }
        router.get("flows") { request, _ in
            let limit = try APIQuery(request, allowed: ["limit"]).integer("limit", in: 1...1_000_000)
            return try APIResponse.json(await controller.flows(limit: limit ?? 1000))
        }
        router.post("explain") { request, _ in
            _ = try APIQuery(request, allowed: [])
            let body = try await request.body.collect(upTo: 64 * 1024)
            guard let question = try? APICoding.decoder.decode(ExplainRequest.self, from: Data(body.readableBytesView))
            else {
                throw APIError(
                    .badRequest, #"the body is not a question such as {"flow": "10.0.5.7 to 203.0.113.9:443/tcp"}"#)
            }
            return try APIResponse.json(await controller.explain(question.flow, asking: query))
        }
        router.get("loadbalancer") { request, _ in
            _ = try APIQuery(request, allowed: [])
            guard let loadBalancer else {
                throw APIError(
                    .unavailable, "this daemon is no load balancer; start moat serve with --subnet NAME=CIDR")
            }
            return try APIResponse.json(await loadBalancer.report())
        }
        router.get("logs") { request, _ in
            guard let logs else { throw APIError(.unavailable, "this daemon keeps no log") }
            return try LogStream(logs: logs, request: request).response(to: request)
        }
    }

    private func addThreats(to router: RouterGroup<APIContext>) {
        router.get("threat/feeds") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return try APIResponse.json(await threats().rows())
        }
        router.get("threat/test") { request, _ in
            guard let text = try APIQuery(request, allowed: ["of"]).string("of"), text.utf8.count <= 4096 else {
                throw APIError(.badRequest, "write ?of=ADDRESS, a name or an http URL")
            }
            let snapshot = try await controller.judging()
            return try APIResponse.json(await threats().test(text, by: snapshot))
        }
        router.post("threat/refresh") { request, _ in
            let name = try APIQuery(request, allowed: ["feed"]).string("feed")
            return try APIResponse.json(await threats().refresh(name))
        }
        router.post("threat/confirm/:feed") { request, context in
            _ = try APIQuery(request, allowed: [])
            let name = try context.parameters.require("feed")
            try await threats().confirm(name)
            return try APIResponse.json(await threats().rows().filter { $0.name == name })
        }
    }

    private func threats() throws -> ThreatIntelligence {
        guard let threats = controller.threats else {
            throw APIError(.unavailable, "this daemon has no threat intelligence")
        }
        return threats
    }

    /// The body holds one resource a line, as JSON. Lines let the daemon pass over what has
    /// not changed without reading it.
    private func apply(_ request: Request, _ context: APIContext) async throws -> Response {
        let arrival = ContinuousClock.now
        let query = try APIQuery(request, allowed: ["dryRun", "confirm", "assume"])
        let confirm = try query.seconds("confirm", in: 1...86_400)
        let order = ChangeOrder(
            by: await context.user(), comment: "apply", dryRun: try query.flag("dryRun"),
            confirmWithin: confirm.map { .seconds($0) }, assumed: try Self.assumed(query), arrival: arrival)
        let body = try await request.body.collect(upTo: Self.maximumBody)
        let documents = Data(body.readableBytesView).split(separator: UInt8(ascii: "\n")).map { Data($0) }
        guard !documents.isEmpty else {
            throw APIError(.badRequest, "there is nothing to apply; the body holds one resource a line, as JSON")
        }
        return try APIResponse.json(await controller.apply(documents, order))
    }

    /// `assume=Kind:name,…`: what the client has but could not read. References to these are
    /// not reported as broken; with any of them nothing is applied.
    private static func assumed(_ query: APIQuery) throws -> Set<ResourceKey> {
        Set(
            try (query.string("assume") ?? "").split(separator: ",").map { text in
                let parts = text.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, let kind = ResourceKind(rawValue: String(parts[0])) else {
                    throw APIError(.badRequest, "assume=\(text): write Kind:name")
                }
                return ResourceKey(kind: kind, name: String(parts[1]))
            })
    }

    private func kind(_ context: APIContext) throws -> ResourceKind {
        let name = try context.parameters.require("kind")
        guard let kind = ResourceKind(rawValue: name) else {
            let known = ResourceKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw APIError(.notFound, "there is no kind '\(name)'; the kinds are \(known)")
        }
        return kind
    }

    private func key(_ context: APIContext) throws -> ResourceKey {
        let parts = context.parameters.getCatchAll().map { $0.removingPercentEncoding }
        let names = parts.compactMap { $0 }
        guard names.count == parts.count, !names.isEmpty else {
            throw APIError(.badRequest, "the path does not end with the name of a resource")
        }
        return ResourceKey(kind: try kind(context), name: names.joined(separator: "/"))
    }
}
