/// How a text operator compares its sides.
public enum TextMatch: Hashable, Sendable {
    case equals
    case contains
    case startsWith
    case endsWith
    /// The right side is in the left one, and where it begins or ends with a letter or digit, no
    /// other letter or digit is next to it: it is made of whole terms.
    case has
    /// Like `has`, but the last term may go on.
    case hasPrefix
    /// Like `has`, but the first term may have begun before.
    case hasSuffix
}
