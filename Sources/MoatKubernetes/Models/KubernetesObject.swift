/// A kind of object of the API.
///
/// The types here hold only the fields that are needed, and ignore the others when they read.
/// So an object that exists is patched, and never written back whole: that would drop what is
/// not held.
public protocol KubernetesObject: Codable, Hashable, Sendable {
    /// `v1` or `GROUP/VERSION`.
    static var apiVersion: String { get }
    static var kind: String { get }
    /// The kind's name in paths.
    static var plural: String { get }
    static var isNamespaced: Bool { get }

    var metadata: ObjectMeta { get set }
}

extension KubernetesObject {
    public var key: ObjectKey { ObjectKey(namespace: metadata.namespace, name: metadata.name) }

    /// Names this object as one that others refer to.
    public var reference: ObjectReference {
        ObjectReference(
            apiVersion: Self.apiVersion, kind: Self.kind, namespace: metadata.namespace, name: metadata.name,
            uid: metadata.uid, resourceVersion: metadata.resourceVersion)
    }
}
