import Foundation
import Yams

/// One or more kubeconfigs as kubectl reads them: of what stands in several of them, the first counts.
struct Kubeconfig {
    private let files: [String]
    private var current: String?
    private var contexts: [String: KubeconfigField] = [:]
    private var clusters: [String: KubeconfigField] = [:]
    private var users: [String: KubeconfigField] = [:]

    private static let maximumBytes = 4 << 20

    /// - Throws: `KubernetesConfigurationError`
    init(file: String) throws(KubernetesConfigurationError) {
        files = [file]
        try add(file)
    }

    /// Files that do not exist are left out, but one must.
    ///
    /// - Throws: `KubernetesConfigurationError`
    init(files: [String]) throws(KubernetesConfigurationError) {
        self.files = files
        let existing = files.filter { FileManager.default.fileExists(atPath: $0) }
        guard !existing.isEmpty else {
            throw KubernetesConfigurationError(
                file: files.joined(separator: ":"), "there is no such file, which KUBECONFIG names")
        }
        for file in existing { try add(file) }
    }

    private mutating func add(_ file: String) throws(KubernetesConfigurationError) {
        let root = try Self.root(file)
        if current == nil { current = try root.text("current-context") }
        func entries(_ list: String, _ key: String) throws(KubernetesConfigurationError) -> [String: KubeconfigField] {
            var entries: [String: KubeconfigField] = [:]
            for entry in try root.list(list) {
                guard let name = try entry.text("name") else { throw entry.error("has no name") }
                guard let value = entry[key] else { continue }
                if entries[name] == nil { entries[name] = value }
            }
            return entries
        }
        contexts.merge(try entries("contexts", "context")) { first, _ in first }
        clusters.merge(try entries("clusters", "cluster")) { first, _ in first }
        users.merge(try entries("users", "user")) { first, _ in first }
    }

    private static func root(_ file: String) throws(KubernetesConfigurationError) -> KubeconfigField {
        let data: Data
        do {
            data = try BoundedFile.read(file, limit: maximumBytes)
        } catch {
            throw KubernetesConfigurationError(file: file, error.reason)
        }
        // The text of the parser's error may quote the line, and with it a token.
        guard let node = try? Yams.compose(yaml: String(decoding: data, as: UTF8.self)), node.mapping != nil else {
            throw KubernetesConfigurationError(file: file, "is no kubeconfig: not YAML or JSON, or no object")
        }
        return KubeconfigField(file: file, path: "", node: node)
    }

    /// What a context says; nil for the current one.
    ///
    /// - Throws: `KubernetesConfigurationError`
    func configuration(context named: String?) throws(KubernetesConfigurationError) -> KubernetesConfiguration {
        let file = files.joined(separator: ":")
        guard let name = named ?? current else {
            let names = contexts.keys.sorted().joined(separator: ", ")
            throw KubernetesConfigurationError(
                file: file, field: "current-context", "is not set; set it or name a context (\(names))")
        }
        guard let context = contexts[name] else {
            let names = contexts.keys.sorted().joined(separator: ", ")
            throw KubernetesConfigurationError(
                file: file, field: "contexts", "there is no context '\(name)'; there are: \(names)")
        }
        guard let clusterName = try context.text("cluster"), let cluster = clusters[clusterName] else {
            throw context.error("names no cluster that is there")
        }
        var configuration = try KubeconfigCluster(cluster).configuration
        configuration.namespace = try context.text("namespace") ?? "default"
        if let userName = try context.text("user") {
            guard let user = users[userName] else {
                throw context.error("names the user '\(userName)', who is not there")
            }
            try KubeconfigUser(user, name: userName).complete(&configuration)
        }
        return configuration
    }
}
