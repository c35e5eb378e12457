import AsyncHTTPClient
import Foundation
import MoatLab
import MoatModel
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Asks the daemon which networks and route tables are in force.
struct DaemonResourceSource: ResourceSource {
    private static let limit = 16 << 20

    let socket: String

    func resources() async -> ResourceSet? {
        var all: [Resource] = []
        for kind in [ResourceKind.virtualNetwork, .routeTable] {
            guard let resources = await resources(of: kind) else { return nil }
            all += resources
        }
        return ResourceSet(all)
    }

    private func resources(of kind: ResourceKind) async -> [Resource]? {
        guard let url = URL(httpURLWithSocketPath: socket, uri: "/v1/resources/\(kind.rawValue)") else { return nil }
        guard
            let response = try? await HTTPClient.shared.execute(
                HTTPClientRequest(url: url.absoluteString), timeout: .seconds(5)),
            response.status == .ok,
            let body = try? await response.body.collect(upTo: Self.limit)
        else { return nil }
        let manifests = ManifestReader.read(json: Data(buffer: body))
        return manifests.issues.isEmpty ? manifests.resources : nil
    }
}
