/// A part of an object that is changed by itself.
public enum Subresource: String, Sendable {
    /// What is observed. A change of it leaves the spec alone, and a change of the object leaves it alone.
    case status
}
