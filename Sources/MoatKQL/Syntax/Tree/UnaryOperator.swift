/// An operator before its operand, by its text in Kusto. `not` is a function there.
public enum UnaryOperator: String, Hashable, Sendable {
    case minus = "-"
    case plus = "+"
}
