import Foundation
import MoatKubernetes
import Testing

/// Which configuration counts.
struct ConfigurationLoadTests {
    private func kubeconfig(_ server: String, context: String = "a") -> String {
        """
        {"current-context": "\(context)", "contexts": [{"name": "\(context)", "context": {"cluster": "b"}}],
         "clusters": [{"name": "b", "cluster": {"server": "https://\(server)"}}]}
        """
    }

    /// Calls `body` with a folder that has these files.
    private func withFiles<Value>(_ files: [String: String], _ body: (String) throws -> Value) async throws -> Value {
        try await withFolder { folder in
            for (name, content) in files {
                let url = URL(fileURLWithPath: "\(folder)/\(name)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(content.utf8).write(to: url)
            }
            return try body(folder)
        }
    }

    private func expect(_ server: String, _ expected: String) throws {
        #expect(server == expected)
    }

    @Test func takesTheNearest() async throws {
        let files = [
            "given": kubeconfig("given"), "named": kubeconfig("named"), ".kube/config": kubeconfig("home"),
            "token": "abc", "ca.crt": try TestAuthority().pem, "namespace": "ops\n",
        ]
        try await withFiles(files) { folder in
            var environment = ["HOME": folder]
            func server(kubeconfig: String? = nil) throws -> String {
                try KubernetesConfiguration.load(
                    kubeconfig: kubeconfig, environment: environment, serviceAccount: folder
                ).server
            }
            try expect(server(), "https://home")
            environment["KUBERNETES_SERVICE_HOST"] = "fd00::1"
            environment["KUBERNETES_SERVICE_PORT"] = "443"
            try expect(server(), "https://[fd00::1]:443")
            environment["KUBECONFIG"] = "\(folder)/named"
            try expect(server(), "https://named")
            #expect(try server(kubeconfig: "\(folder)/given") == "https://given")
        }
    }

    @Test func joinsFiles() async throws {
        let files = ["one": kubeconfig("one"), "two": kubeconfig("two", context: "c")]
        try await withFiles(files) { folder in
            let environment = ["KUBECONFIG": "\(folder)/missing:\(folder)/one:\(folder)/two"]
            func server(_ context: String?) throws -> String {
                try KubernetesConfiguration.load(context: context, environment: environment).server
            }
            try expect(server(nil), "https://one")
            // Of the cluster that both have, the first counts.
            try expect(server("c"), "https://one")
        }
    }

    @Test func readsWhatAPodHas() async throws {
        let authority = try TestAuthority()
        try await withFiles(["token": "abc", "ca.crt": authority.pem, "namespace": "ops\n"]) { folder in
            let configuration = try KubernetesConfiguration.inCluster(
                environment: ["KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443"],
                folder: folder)
            #expect(
                configuration
                    == KubernetesConfiguration(
                        server: "https://10.0.0.1:443", authorities: Data(authority.pem.utf8),
                        token: .file("\(folder)/token"), namespace: "ops"))
        }
    }

    @Test func saysWhatAPodLacks() async throws {
        let environment = ["KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443"]
        try await withFiles(["token": "abc"]) { folder in
            let error = #expect(throws: KubernetesConfigurationError.self) {
                try KubernetesConfiguration.inCluster(environment: environment, folder: folder)
            }
            #expect(error?.file == "\(folder)/ca.crt")
        }
        #expect(throws: KubernetesConfigurationError.self) {
            try KubernetesConfiguration.inCluster(environment: [:], folder: "/nonexistent")
        }
    }

    @Test func saysThatNothingIsThere() async throws {
        try await withFolder { folder in
            for environment in [["HOME": folder], [:], ["KUBECONFIG": "\(folder)/missing"]] {
                #expect(throws: KubernetesConfigurationError.self) {
                    try KubernetesConfiguration.load(environment: environment)
                }
            }
        }
    }
}
