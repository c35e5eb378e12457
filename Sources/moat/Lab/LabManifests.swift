import Foundation
import MoatLab
import MoatModel

/// Reads a lab's files.
enum LabManifests {
    /// The lab file that a path means: itself, or the `lab.yaml` of a folder.
    static func labFile(_ path: String) -> String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? "\(path)/lab.yaml" : path
    }

    /// The topology, the resources that it names and the absolute paths of their manifests.
    static func load(labFile: String) throws -> (topology: LabTopology, resources: ResourceSet, paths: [String]) {
        guard let data = FileManager.default.contents(atPath: labFile) else {
            throw LabError(.failed, "\(labFile) cannot be read; give the path of a lab file, such as lab.yaml")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw LabError(.failed, "\(labFile) is not text in UTF-8; is it a lab file?")
        }
        let folder = URL(fileURLWithPath: labFile).deletingLastPathComponent()
        let absolute = { URL(fileURLWithPath: $0, relativeTo: folder).standardizedFileURL.path }
        var topology = try LabFileReader.read(text, file: labFile)
        topology.resolveFiles(absolute)
        let paths = topology.resources.map(absolute)
        return (topology, try loadResources(paths), paths)
    }

    /// The resources of manifests, checked each and together.
    static func loadResources(_ paths: [String]) throws -> ResourceSet {
        guard !paths.isEmpty else { return ResourceSet() }
        let manifests = ManifestReader.read(paths: paths)
        let resources = ResourceSet(manifests.resources)
        var issues = manifests.issues
        if manifests.isComplete {
            issues += resources.issues(assuming: Set(manifests.failed)).map { manifests.locate($0) }.sorted()
        }
        guard issues.isEmpty else {
            let count = issues.count == 1 ? "1 error" : "\(issues.count) errors"
            throw LabError(.failed, "the resources have errors:\n\(issues.rendered())\(count). Nothing was started.")
        }
        return resources
    }
}
