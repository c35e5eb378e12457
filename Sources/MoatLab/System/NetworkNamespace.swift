import CNamespaces
import Glibc

/// A named network namespace (`ip netns`), and ways to do things inside it.
///
/// Needs CAP_SYS_ADMIN. Nothing here changes the namespace of the calling thread.
public struct NetworkNamespace: Hashable, Sendable {
    public let name: String
    /// What programs in it see in the place of this machine's files; nil for nothing.
    public let files: MachineFiles?

    public init(name: String, files: MachineFiles? = nil) {
        self.name = name
        self.files = files
    }

    /// Where `ip netns` mounts it.
    public var path: String { "/run/netns/\(name)" }

    public var exists: Bool {
        access(path, F_OK) == 0
    }

    /// Names of all namespaces, sorted.
    public static func all() -> [NetworkNamespace] {
        FileSystem.entries(of: "/run/netns").sorted().map { NetworkNamespace(name: $0) }
    }

    /// Device and inode, by which `/proc/PID/ns/net` shows who is in it. Nil where it does
    /// not exist.
    var identity: FileIdentity? {
        FileIdentity(path: path)
    }

    /// Runs `body` on a new thread that has entered the namespace, and waits for it.
    ///
    /// Sockets that `body` makes belong to the namespace for as long as they are open, on
    /// whichever thread they are used. A process that it spawns starts in the namespace.
    /// - Throws: `SystemError` where the namespace cannot be entered, or what `body` throws.
    public func withNamespace<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) throws -> Result {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open the network namespace \(name)", errno) }
        defer { close(descriptor) }
        return try OwnThread.run {
            try SystemError.check(moat_enter_network_namespace(descriptor), "enter the network namespace \(name)")
            return try body()
        }
    }

    /// As `withNamespace`, with the machine's own files in their places: for starting programs.
    public func asMachine<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        guard let files else { return try withNamespace(body) }
        return try withNamespace {
            try files.mount()
            return try body()
        }
    }

    /// Runs `body` on a new thread with an empty network namespace of its own, which is
    /// gone when `body` returns. For trying out what the kernel can do.
    static func withTemporary<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        try OwnThread.run {
            try SystemError.check(moat_unshare_network(), "make a network namespace")
            return try body()
        }
    }

    /// A socket of the namespace, close-on-exec. The caller closes it.
    ///
    /// The numbers are those of socket(2): `AF_INET`, `AF_INET6`, `AF_PACKET`; `SOCK_STREAM`,
    /// `SOCK_DGRAM`, `SOCK_RAW`; 0 for the default protocol of the type.
    public func socket(domain: Int32, type: Int32, protocol number: Int32 = 0) throws -> Int32 {
        try withNamespace {
            let descriptor = Glibc.socket(domain, type | Int32(SOCK_CLOEXEC.rawValue), number)
            guard descriptor >= 0 else { throw SystemError("open a socket", errno) }
            return descriptor
        }
    }
}
