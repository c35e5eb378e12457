import Foundation
import Testing

@testable import MoatLab

extension SystemTests {
    /// What deploy/kubernetes tells the ingress controller, as the program takes it.
    @Suite(.enabled(if: Kubectl.preferred != nil, "scripts/install-dependencies.sh test fetches Debian's kubectl"))
    struct DeploymentArgumentsTests {
        private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy/kubernetes").path

        private func arguments() throws -> [String] {
            let kubectl = try #require(Kubectl.preferred)
            let rendered = try kubectl.run(
                ["kustomize", Self.folder], kubeconfig: "/dev/null", timeLimit: .seconds(60))
            let deployment = try #require(
                try rendered.output.split(separator: "\n---\n").map { try JSONValue(yaml: String($0)) }
                    .first { $0["kind"]?.string == "Deployment" })
            let container = deployment[["spec", "template", "spec", "containers"]]?.array?.first
            let words = (container?["command"]?.array ?? []) + (container?["args"]?.array ?? [])
            return words.compactMap(\.string)
        }

        /// How far the program comes: it names the file that it is to reach the cluster by.
        private func start(_ arguments: [String]) throws -> Command.Result {
            try Command(
                [try #require(SystemLab.moat)] + arguments.dropFirst() + ["--kubeconfig", "/nonexistent"],
                timeLimit: .seconds(30)
            ).run()
        }

        @Test func theProgramTakesTheArgumentsOfTheDeployment() throws {
            let arguments = try arguments()
            #expect(arguments.starts(with: ["moat", "ingress", "run"]) && arguments.count > 3)
            let result = try start(arguments)
            #expect(result.status != 0 && result.status != 64, "\(result.error)")
            #expect(result.error.contains("/nonexistent"), "\(result.error)")
            // An argument that it did not know would be told so.
            #expect(try start(arguments + ["--no-such-option"]).status == 64)
        }
    }
}
