import Foundation
import MoatKubernetes
import Testing

struct KubeconfigTests {
    /// What stands in `FOLDER/NAME` says, or why not.
    private func load(
        _ text: String, files: [String: String] = [:], context: String? = nil
    ) async throws -> Result<KubernetesConfiguration, KubernetesConfigurationError> {
        try await withFolder { folder in
            for (name, content) in files {
                try Data(content.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            }
            let path = "\(folder)/config"
            try Data(text.replacing("FOLDER", with: folder).utf8).write(to: URL(fileURLWithPath: path))
            return Result { () throws(KubernetesConfigurationError) in
                try KubernetesConfiguration.load(kubeconfig: path, context: context, environment: [:])
            }
        }
    }

    /// The error, without the folder that the file is in.
    private func problem(_ text: String, files: [String: String] = [:], context: String? = nil) async throws -> String {
        switch try await load(text, files: files, context: context) {
        case .success: "none"
        case .failure(let error):
            [error.file.map { URL(fileURLWithPath: $0).lastPathComponent }, error.field, error.problem]
                .compactMap { $0 }.joined(separator: ": ")
        }
    }

    private func kubeconfig(cluster: String = "", user: String = "") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: main
        contexts:
        - name: main
          context: {cluster: c, user: u, namespace: shop}
        - name: other
          context: {cluster: c}
        clusters:
        - name: c
          cluster:
            server: https://10.0.0.1:6443
            \(cluster)
        users:
        - name: somebody
          user: {exec: {command: nothing}}
        - name: u
          user:
            ignored: null
            \(user)
        """
    }

    @Test func readsFilesBesideIt() async throws {
        let authority = try TestAuthority()
        let issued = try authority.issue("client")
        let configuration = try await load(
            kubeconfig(
                cluster: "certificate-authority: ca.pem",
                user: "client-certificate: FOLDER/c.pem\n    client-key: k.pem"),
            files: ["ca.pem": authority.pem, "c.pem": issued.certificate, "k.pem": issued.key]
        ).get()
        #expect(configuration.server == "https://10.0.0.1:6443")
        #expect(configuration.namespace == "shop")
        #expect(configuration.authorities == Data(authority.pem.utf8))
        #expect(
            configuration.identity
                == ClientIdentity(certificates: Data(issued.certificate.utf8), key: Data(issued.key.utf8)))
        #expect(configuration.token == nil)
    }

    @Test func readsWhatStandsInIt() async throws {
        let authority = try TestAuthority()
        let issued = try authority.issue("client")
        func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        let configuration = try await load(
            kubeconfig(
                cluster: "certificate-authority-data: \(base64(authority.pem))\n    certificate-authority: missing.pem",
                user:
                    "client-certificate-data: \(base64(issued.certificate))\n    client-key-data: \(base64(issued.key))\n    token: abc"
            )
        ).get()
        #expect(configuration.authorities == Data(authority.pem.utf8))
        #expect(configuration.identity != nil)
        #expect(configuration.token == BearerToken("abc").map { .fixed($0) })
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("abc") && !"\(configuration)".contains("abc"))
    }

    @Test func readsJSON() async throws {
        let configuration = try await load(
            #"""
            {"current-context": "a", "contexts": [{"name": "a", "context": {"cluster": "b"}}],
             "clusters": [{"name": "b", "cluster": {"server": "https://api.example.com/k8s/"}}], "users": null}
            """#
        ).get()
        #expect(configuration.server == "https://api.example.com/k8s/")
        #expect(configuration.namespace == "default")
    }

    @Test func takesATokenFromAFileBesideIt() async throws {
        let configuration = try await load(kubeconfig(user: "tokenFile: t\n    token: abc")).get()
        guard case .file(let path) = configuration.token else {
            Issue.record("no file")
            return
        }
        #expect(path.hasPrefix("/") && path.hasSuffix("/t"))
    }

    @Test func takesAnotherContext() async throws {
        #expect(try await load(kubeconfig(), context: "other").get().namespace == "default")
        #expect(
            try await problem(kubeconfig(), context: "third")
                == "config: contexts: there is no context 'third'; there are: main, other")
    }

    @Test(arguments: [
        ("exec: {command: get-token}", "users[1].user.exec"),
        ("auth-provider: {name: oidc}", "users[1].user.auth-provider"), ("username: me", "users[1].user.username"),
        ("password: hidden", "users[1].user.password"), ("as: root", "users[1].user.as"),
    ])
    func refusesUsersThatItDoesNotSupport(user: String, field: String) async throws {
        let problem = try await problem(kubeconfig(user: user))
        #expect(problem.hasPrefix("config: \(field): is not supported, and user 'u' has it; give the user a token"))
        #expect(!problem.contains("hidden"))
    }

    @Test(arguments: [
        ("insecure-skip-tls-verify: true", "insecure-skip-tls-verify"), ("proxy-url: http://p", "proxy-url"),
    ])
    func refusesClustersThatItDoesNotSupport(cluster: String, field: String) async throws {
        let problem = try await problem(kubeconfig(cluster: cluster))
        #expect(problem.hasPrefix("config: clusters[0].cluster.\(field): is not supported"))
    }

    @Test func takesWhatIsSwitchedOff() async throws {
        let text = kubeconfig(cluster: "insecure-skip-tls-verify: false\n    proxy-url: ''", user: "exec: null")
        #expect(try await problem(text) == "none")
    }

    @Test(arguments: [
        ("", "client-key: k", "users[1].user.client-key: k cannot be read: No such file or directory"),
        ("", "client-key: .", "users[1].user.client-key: . cannot be read: it is not a file"),
        ("", "client-certificate-data: '%'", "users[1].user.client-certificate-data: is not base64"),
        ("", "token: [a]", "users[1].user.token: is not text"),
        ("", "client-key-data: aGlkZGVu", "users[1].user: user 'u' has a client-key and no client-certificate"),
        ("", "token: 'a b'", "users[1].user: the token of user 'u' has characters that no token has"),
        (
            "certificate-authority: ca", "",
            "clusters[0].cluster.certificate-authority: ca cannot be read: No such file or directory"
        ),
    ])
    func saysWhichFieldIsWrong(cluster: String, user: String, problem: String) async throws {
        #expect(try await self.problem(kubeconfig(cluster: cluster, user: user)) == "config: \(problem)")
    }

    @Test(arguments: [
        ("- a", "config: is no kubeconfig: not YAML or JSON, or no object"),
        ("token: {hidden", "config: is no kubeconfig: not YAML or JSON, or no object"),
        ("", "config: is no kubeconfig: not YAML or JSON, or no object"),
        ("contexts: 5", "config: contexts: is not a list"),
        ("contexts: [{}]", "config: contexts[0]: has no name"),
        ("kind: Config", "config: current-context: is not set; set it or name a context ()"),
        (
            "{current-context: a, contexts: [{name: a, context: {cluster: b}}]}",
            "config: contexts[0].context: names no cluster that is there"
        ),
        (
            "{current-context: a, contexts: [{name: a, context: {cluster: b}}], clusters: [{name: b, cluster: {x: 1}}]}",
            "config: clusters[0].cluster: has no server"
        ),
    ])
    func refusesWhatIsNoKubeconfig(text: String, problem: String) async throws {
        #expect(try await self.problem(text) == problem)
    }

    @Test(arguments: [
        "http://10.0.0.1", "ftp://10.0.0.1", "10.0.0.1:6443", "https://", "https://me:hidden@10.0.0.1",
        "https://10.0.0.1?a=b", "http://localhost.example.com", "https://10.0.0.1:99999",
    ])
    func refusesServers(server: String) async throws {
        let text = kubeconfig().replacing("https://10.0.0.1:6443", with: server)
        let problem = try await problem(text)
        #expect(problem.hasPrefix("the server '"))
        #expect(!problem.contains("hidden"))
    }

    @Test(arguments: ["http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001", "https://[fd00::1]:6443"])
    func takesServers(server: String) async throws {
        let text = kubeconfig().replacing("https://10.0.0.1:6443", with: "'\(server)'")
        #expect(try await problem(text) == "none")
    }

    @Test(arguments: ["10.0.0.2", "*.example.com", "a b"])
    func refusesServerNames(name: String) async throws {
        let problem = try await problem(kubeconfig(cluster: "tls-server-name: '\(name)'"))
        #expect(problem.hasPrefix("tls-server-name '\(name)' is not the name of a host"))
    }
}
