import NIOCore

/// A service that answers as a website does.
struct Site: Sendable {
    let service: LabService
    /// The name of the machine.
    let host: String

    var files: SiteFiles? { service.files.map { SiteFiles(folder: $0) } }

    /// The text of the page for one client, under the name that it asked for.
    func page(for name: String, client: SocketAddress?) -> String {
        service.body(host: host, client: client).replacing("{site}", with: name)
    }
}
