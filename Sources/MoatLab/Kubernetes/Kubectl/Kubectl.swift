import FoundationEssentials
import Glibc

/// A kubectl of this machine.
public struct Kubectl: Hashable, Sendable {
    public let path: String
    /// 32 of v1.32.4
    public let minorVersion: Int

    /// A version that is about as old as today's clusters.
    public static let current = 28

    /// The machine's own, where it is no older than ``current``.
    public static let installed: Kubectl? = Program.path(of: "kubectl").flatMap(Kubectl.init).flatMap {
        $0.minorVersion >= current ? $0 : nil
    }

    /// Debian's, which scripts/install-dependencies.sh puts beside the build.
    public static let debian: Kubectl? = besideBuild.flatMap(Kubectl.init)

    /// What a lab uses: the newer one that there is.
    public static let preferred: Kubectl? = installed ?? debian

    /// Nil for what does not say its version.
    init?(path: String) {
        guard access(path, X_OK) == 0,
            let output = try? Command([path, "version", "--client", "-o", "json"], timeLimit: .seconds(30)).run()
                .output,
            let value = try? JSONParser.parse(Array(output.utf8)).value,
            let text = value[["clientVersion", "minor"]]?.string, let minor = Int(text.prefix { $0.isNumber })
        else { return nil }
        self.path = path
        minorVersion = minor
    }

    /// Of the tree that the running program was built in.
    private static var besideBuild: String? {
        guard let own = try? Program.current() else { return nil }
        let parts = own.split(separator: "/")
        guard let build = parts.firstIndex(where: { $0.hasPrefix(".build") }) else { return nil }
        return "/" + parts[..<build].map { "\($0)/" }.joined() + ".build/kubectl/1.20/usr/bin/kubectl"
    }

    /// Runs it with a kubeconfig, and with a folder for what it remembers of the server.
    public func run(
        _ arguments: [String], kubeconfig: String, input: String = "", timeLimit: Duration = .seconds(30)
    ) throws -> Command.Result {
        try Command([path] + options(kubeconfig: kubeconfig) + arguments, input: input, timeLimit: timeLimit).run()
    }

    func options(kubeconfig: String) -> [String] {
        ["--kubeconfig", kubeconfig, "--cache-dir", "\(kubeconfig).cache"]
    }
}
