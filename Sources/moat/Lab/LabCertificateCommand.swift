import ArgumentParser
import MoatLab

struct LabCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Make a certificate that a lab's machines trust.",
        discussion: """
            Writes NAME.crt and NAME.key, PEM, as kubectl takes them for a Secret of type kubernetes.io/tls.

              moat lab certificate shop.example
              moat lab kubectl create secret tls shop-tls --cert shop.example.crt --key shop.example.key
            """)

    @Option(help: "The lab. Needed where several are up.")
    var lab: String?

    @Option(help: "The folder to write to.", completion: .directory)
    var outputDirectory = "."

    @Argument(help: "The name that the certificate is for; may begin with '*.'.")
    var name: String

    func run() async throws {
        try LabFailure.reporting {
            let paths = try LabSelection.lab(named: lab).writeCertificate(for: name, to: outputDirectory)
            print("\(paths.certificate)\n\(paths.key)")
        }
    }
}
