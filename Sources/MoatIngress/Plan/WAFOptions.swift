/// How the web application firewall looks at a location's requests.
public struct WAFOptions: Sendable, Hashable {
    public var mode: WAFMode
    /// 1 to 4, as the Core Rule Set has it.
    public var paranoia: Int
    /// The ids of rules that do not apply, rising.
    public var exclusions: [Int]
}
