import ArgumentParser
import Foundation
import MoatModel
import MoatServer

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show resources as they are in force.",
        discussion: """
            With -o yaml (the default for one resource) it prints manifests that `moat apply` takes again. `all` \
            as the kind means every kind. The name of a rule collection group is POLICY/GROUP.

              moat get firewalls
              moat get rcg aks-egress/team > team.yaml
              moat get all -o yaml > backup.yaml
            """)

    enum Selection {
        case all
        case kind(ResourceKind)
    }

    @Argument(
        help: "The kind, such as IPGroup or ipg, or `all`; case does not matter.",
        completion: .list(ResourceKind.allCases.map(\.rawValue) + ["all"]),
        transform: { $0.lowercased() == "all" ? .all : .kind(try KindArgument.parse($0).kind) })
    var kind: Selection

    @Argument(help: "The name; without one, all of the kind.")
    var name: String?

    @OptionGroup var connection: ConnectionOptions

    @Option(
        name: [.short, .long],
        help: "How to write the result: table, json or yaml. Default: yaml for one resource, otherwise table.")
    var output: OutputFormat?

    func validate() throws {
        if case .all = kind, name != nil { throw ValidationError("`all` takes no name") }
    }

    func run() async throws {
        let client = DaemonClient(connection)
        let resources: Data
        switch (kind, name) {
        case (.all, _): resources = try await client.data("/v1/resources")
        case (.kind(let kind), nil): resources = try await client.data(APIPath.resource(kind))
        case (.kind(let kind), .some(let name)): resources = try await client.data(APIPath.resource(kind, name))
        }
        let manifests = ManifestReader.read(json: resources)
        guard manifests.issues.isEmpty else {
            throw CommandFailure(
                .cannot,
                ErrorText.text(
                    manifests.issues,
                    closing: "The daemon sent resources that this moat does not understand; are both of one version?"))
        }
        let listing = ResourceListing(resources: manifests.resources, isSingle: name != nil)
        Output.write(try listing.text(output ?? (name == nil ? .table : .yaml), style: .forDescriptor(STDOUT_FILENO)))
    }
}
