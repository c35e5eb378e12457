import Foundation
import Yams

/// A value in a kubeconfig, and where it stands.
struct KubeconfigField {
    let file: String
    /// As `users[0].user.token`.
    let path: String
    private let node: Yams.Node

    init(file: String, path: String, node: Yams.Node) {
        self.file = file
        self.path = path
        self.node = node
    }

    func error(_ problem: String) -> KubernetesConfigurationError {
        KubernetesConfigurationError(file: file, field: path.isEmpty ? nil : path, problem)
    }

    /// The value of a key; nil where it is absent or null.
    subscript(key: String) -> KubeconfigField? {
        guard case .mapping(let mapping) = node, let value = mapping[key], !Self.isNull(value) else { return nil }
        return KubeconfigField(file: file, path: path.isEmpty ? key : "\(path).\(key)", node: value)
    }

    /// The text of a key; nil where it is absent, null or empty.
    func text(_ key: String) throws(KubernetesConfigurationError) -> String? {
        guard let field = self[key] else { return nil }
        guard case .scalar(let scalar) = field.node else { throw field.error("is not text") }
        return scalar.string.isEmpty ? nil : scalar.string
    }

    /// The elements of the list of a key; none where it is absent or null.
    func list(_ key: String) throws(KubernetesConfigurationError) -> [KubeconfigField] {
        guard let field = self[key] else { return [] }
        guard case .sequence(let sequence) = field.node else { throw field.error("is not a list") }
        return sequence.enumerated().map { index, node in
            KubeconfigField(file: file, path: "\(field.path)[\(index)]", node: node)
        }
    }

    /// The bytes that stand in the file as `KEY-data`, or in the file that `KEY` names.
    func bytes(_ key: String) throws(KubernetesConfigurationError) -> Data? {
        if let text = try text("\(key)-data"), let field = self["\(key)-data"] {
            guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters), !data.isEmpty else {
                throw field.error("is not base64")
            }
            return data
        }
        guard let path = try text(key), let field = self[key] else { return nil }
        do {
            return try BoundedFile.read(field.absolute(path), limit: 4 << 20)
        } catch {
            throw field.error("\(path) cannot be read: \(error.reason)")
        }
    }

    /// A path is relative to the folder of the kubeconfig.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : URL(fileURLWithPath: file).deletingLastPathComponent().path + "/" + path
    }

    private static func isNull(_ node: Yams.Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
