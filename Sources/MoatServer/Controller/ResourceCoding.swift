import Foundation
import MoatModel

/// Resources as the daemon stores and sends them: one manifest as compact JSON, the same
/// text for the same resource.
enum ResourceCoding {
    /// - Throws: `APIError` with every issue.
    static func resource(_ document: Data) throws -> Resource {
        let manifests = ManifestReader.read(json: document)
        guard manifests.issues.isEmpty else {
            throw APIError(.invalid, "this is not the manifest of a resource", issues: manifests.issues)
        }
        guard manifests.resources.count == 1 else {
            throw APIError(
                .invalid, "one line holds one resource",
                issues: [
                    ManifestIssue(
                        message: "a line with \(manifests.resources.count) resources", hint: "write one resource a line"
                    )
                ])
        }
        return manifests.resources[0]
    }

    static func document(_ resource: Resource) -> Data {
        resource.manifest.jsonData()
    }

    static func resources(_ documents: [ResourceKey: Data]) throws -> ResourceSet {
        var resources = ResourceSet()
        for document in documents.values { resources.set(try resource(document)) }
        return resources
    }
}
