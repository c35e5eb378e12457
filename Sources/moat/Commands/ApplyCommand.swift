import ArgumentParser
import Foundation
import MoatModel
import MoatServer

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Put manifests in force, all of them or none.",
        discussion: """
            Resources are added, or replace those of the same kind and name; others stay (`moat delete` removes \
            them). With any error nothing changes, and all errors are shown at once with file and line. Live flows \
            are judged again: those that are now denied are cut.

              moat apply -f policy/ --dry-run           what would change
              moat apply -f policy/ --confirm 60s       goes back by itself unless `moat confirm` follows
              moat get all -o yaml | moat apply -f -
            """)

    @Option(
        name: [.customShort("f"), .customLong("filename")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A manifest, a directory of manifests (.yaml, .yml, .json), or - for standard input; may be given more than once.",
            valueName: "path"),
        completion: .file())
    var paths: [String]

    @Flag(help: "Show what would change, and change nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Go back to the version before unless `moat confirm` comes within this time, such as 60s or 5m; 1s to 24h.",
            valueName: "duration"))
    var confirm: DurationArgument?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !paths.isEmpty else { throw ValidationError("say what to apply: -f FILE or -f DIRECTORY") }
        if let confirm, !(1...86_400).contains(confirm.seconds) {
            throw ValidationError("--confirm is 1s to 24h")
        }
        if dryRun, confirm != nil { throw ValidationError("a dry run changes nothing that could be confirmed") }
    }

    func run() async throws {
        let client = DaemonClient(connection)
        let manifests = ManifestReader.read(paths: paths)
        guard manifests.issues.isEmpty else { throw await refusal(manifests, client) }
        do {
            let report = try await send(manifests, dryRun: dryRun, client)
            try output.writer.print(report) { ApplySummary(report: report, style: $0).text }
        } catch var error as APIError {
            error.issues = error.issues.map(manifests.locate)
            throw error
        }
    }

    private func send(_ manifests: Manifests, dryRun: Bool, _ client: DaemonClient) async throws -> ApplyReport {
        var body = Data()
        for resource in manifests.resources {
            body.append(resource.manifest.jsonData())
            body.append(UInt8(ascii: "\n"))
        }
        let assumed = manifests.failed.map { "\($0.kind.rawValue):\($0.name)" }.joined(separator: ",")
        let path = APIPath.path(
            "/v1/apply",
            [
                ("dryRun", dryRun ? "true" : nil),
                ("confirm", confirm.map { String($0.seconds) }),
                ("assume", assumed.isEmpty ? nil : assumed),
            ])
        return try await client.post(path, body: body)
    }

    /// All that is wrong: what the files have, and where a daemon answers also what it has
    /// to say about the resources that could be read.
    private func refusal(_ manifests: Manifests, _ client: DaemonClient) async -> CommandFailure {
        var issues = manifests.issues
        let status: StatusReport? = try? await client.get("/v1/status")
        if status != nil, manifests.isComplete, !manifests.resources.isEmpty {
            do {
                _ = try await send(manifests, dryRun: true, client)
            } catch let error as APIError {
                issues += error.issues.map(manifests.locate)
            } catch {
                // The files' own errors are what the user has to see.
            }
        }
        return CommandFailure(
            .refused,
            ErrorText.text(
                issues, closing: ErrorText.nothingApplied(errors: issues.count, version: status?.version)))
    }
}
