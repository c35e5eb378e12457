/// `invoke function(...)`: the input is its first argument.
public struct InvokeSyntax: Hashable, Sendable {
    public var call: CallSyntax
    public var range: SourceRange

    public init(call: CallSyntax, range: SourceRange) {
        self.call = call
        self.range = range
    }
}
