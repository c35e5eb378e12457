import Foundation

/// The nginx of this machine, and what it takes to run it.
public struct NginxProgram: Hashable, Sendable {
    public var path: String

    public init(path: String = "/usr/sbin/nginx") {
        self.path = path
    }

    /// - Throws: `IngressRuntimeError` where it is not there
    public func check() throws {
        guard access(path, X_OK) == 0 else {
            throw IngressRuntimeError(
                .notInstalled,
                "\(path) cannot be run: \(String(cString: strerror(errno))); install nginx, libnginx-mod-http-lua, libnginx-mod-http-modsecurity and modsecurity-crs, or name another with --nginx"
            )
        }
    }

    /// What nginx is called with to use the configuration in a folder.
    static func arguments(_ folder: String) -> [String] {
        ["-p", folder, "-c", folder + "/" + NginxSetup.mainFile, "-e", "stderr", "-g", "daemon off;"]
    }

    /// Whether nginx takes the configuration in a folder, which it does not put in force.
    ///
    /// - Throws: `IngressRuntimeError` with what nginx says
    func test(_ folder: String) async throws {
        let process = try NginxChild(self, ["-t"] + Self.arguments(folder), in: folder)
        var last: [String] = []
        for await line in process.lines {
            last.append(line)
            if last.count > 20 { last.removeFirst() }
        }
        let status = await process.status()
        guard status != 0 else { return }
        let said = last.filter { $0.contains("[emerg]") || $0.contains("[alert]") || $0.contains("[crit]") }
        throw IngressRuntimeError(
            .refusedConfiguration,
            "nginx refuses the configuration: \((said.isEmpty ? last : said).joined(separator: "; ").prefix(4096))")
    }
}
