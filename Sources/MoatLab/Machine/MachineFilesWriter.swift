import Glibc
import MoatModel

/// Writes the `MachineFiles` of a machine.
struct MachineFilesWriter {
    let directory: LabDirectory

    func write(_ node: LabNode) throws {
        let folder = directory.files(node.name).folder
        try FileSystem.makeDirectories(folder)
        for (name, text) in Self.texts(of: node) { try FileSystem.write(text, to: "\(folder)/\(name)") }
        guard symlink(directory.trust, "\(folder)/certs") == 0 || errno == EEXIST else {
            throw SystemError("make \(folder)/certs", errno)
        }
    }

    static func texts(of node: LabNode) -> [(name: String, text: String)] {
        // Without a line `nameserver` the resolver asks 127.0.0.1, where nobody is: a name is
        // then refused at once, rather than after a time limit.
        let servers = node.nameServers.map { "nameserver \($0)\n" }.joined()
        return [
            (name: "resolv.conf", text: "# of the lab\n\(servers)options timeout:2 attempts:2\n"),
            (name: "hosts", text: "127.0.0.1 localhost \(node.name)\n::1 localhost\n"),
            // A name service that this machine has, such as systemd-resolved, is reached by a
            // unix socket: past the lab's network.
            (
                name: "nsswitch.conf",
                text:
                    "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n"
            ),
        ]
    }
}
