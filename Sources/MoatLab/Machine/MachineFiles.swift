import CNamespaces
import Glibc

/// The files that programs in a machine of a lab see in the place of this machine's own: whom
/// they ask for names, and whose certificates they trust.
///
/// They are seen only by what is started through here. Needs CAP_SYS_ADMIN.
public struct MachineFiles: Hashable, Sendable {
    /// Where they lie.
    public let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    /// The bundle of certificates that programs trust, as they see it.
    public static let bundle = "/etc/ssl/certs/ca-certificates.crt"

    /// Names in `folder` and what each stands for.
    static let places = [
        (name: "resolv.conf", target: "/etc/resolv.conf"),
        (name: "hosts", target: "/etc/hosts"),
        (name: "nsswitch.conf", target: "/etc/nsswitch.conf"),
        (name: "certs", target: "/etc/ssl/certs"),
    ]

    /// Puts the files in their places, for the calling thread and what it starts from then on.
    ///
    /// A place that this machine lacks stays empty: without /etc/ssl/certs, a program has the
    /// variables of `environment` alone.
    /// - Throws: `SystemError`
    func mount() throws {
        try SystemError.check(moat_unshare_mounts(), "make a view of the file system")
        for (name, target) in Self.places where access(target, F_OK) == 0 {
            let source = "\(folder)/\(name)"
            guard access(source, F_OK) == 0 else { continue }
            try SystemError.check(moat_bind(source, target), "show the lab's \(target)")
        }
    }

    /// Runs `body` on a new thread that sees the files; so does a process that it starts.
    func showing<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        try OwnThread.run {
            try mount()
            return try body()
        }
    }
}
