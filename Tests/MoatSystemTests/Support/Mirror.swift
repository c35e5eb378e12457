import Foundation
import MoatLab
import MoatModel

/// A site of the lab's internet with files of a test's own, which the cluster may reach over
/// HTTP and HTTPS: `mirror.example` and the names below it.
enum Mirror {
    static let address = "203.0.113.60"

    /// Brings up the lab with a mirror that has the files of `folder`.
    static func with(_ folder: TemporaryFolder, _ body: (SystemLab) throws -> Void) throws {
        let path = folder.path
        try SystemLab.with { topology, resources in
            guard let prefix = InterfaceAddress("\(address)/24") else { return }
            topology.internet.hosts.append(
                LabTopology.InternetHost(
                    name: "mirror", addresses: [prefix],
                    services: [
                        LabService(.tcp, 80, .site, files: path), LabService(.tcp, 443, .site, tls: true, files: path),
                    ], names: ["mirror.example", "*.mirror.example"]))
            resources.set(
                Rules.group("mirror", priority: 600, Rules.sites("mirror.example", "*.mirror.example")))
        } _: { lab throws in
            try body(lab)
        }
    }
}
