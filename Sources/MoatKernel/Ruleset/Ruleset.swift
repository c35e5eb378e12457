/// The kernel's packet filter as the gateway needs it: the seam at which tests put a
/// recording fake.
public protocol Ruleset: Sendable {
    /// Runs commands in nft's language as one transaction: all take effect or none.
    func run(_ commands: String) throws(KernelError)
    /// Asks without changing anything: whether the kernel would take the commands.
    func check(_ commands: String) throws(KernelError)
    /// Runs a listing command and returns nft's JSON (libnftables-json(5)).
    func list(_ command: String) throws(KernelError) -> String
}
