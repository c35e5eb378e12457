import Glibc

/// The file that tells kubectl where the lab's API is and who one is there.
struct Kubeconfig: Sendable {
    /// `https://10.0.4.250:6443`
    var server: String
    /// The certificate of the lab's authority, PEM.
    var authority: String
    var token: String

    /// JSON, which is YAML.
    var text: String {
        let config: JSONValue = [
            "apiVersion": "v1", "kind": "Config", "preferences": [:], "current-context": "moat-lab",
            "clusters": [
                [
                    "name": "moat-lab",
                    "cluster": [
                        "server": .string(server),
                        "certificate-authority-data": .string(Base64Check.encode(authority.utf8)),
                    ],
                ]
            ],
            "users": [["name": "moat-lab", "user": ["token": .string(token)]]],
            "contexts": [["name": "moat-lab", "context": ["cluster": "moat-lab", "user": "moat-lab"]]],
        ]
        return String(decoding: config.bytes, as: UTF8.self) + "\n"
    }

    /// Writes the file anew, for its owner's eyes only, as it has the token.
    func write(to path: String) throws {
        try PrivateFile.write(Array(text.utf8), to: path)
    }
}
