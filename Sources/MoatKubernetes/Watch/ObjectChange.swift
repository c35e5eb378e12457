/// A change of the objects that are followed.
public enum ObjectChange<Object: KubernetesObject>: Hashable, Sendable {
    /// These are all objects that there are; others are gone.
    case replaced([Object])
    /// The object is new, or is like this now.
    case applied(Object)
    /// The object is gone; this is how it was last.
    case deleted(Object)
}
