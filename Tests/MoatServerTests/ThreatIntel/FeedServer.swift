import Foundation

@testable import MoatLab

/// `feed_server.py`, with a certificate for localhost of an authority of its own.
final class FeedServer {
    let port: Int
    /// The PEM file of the authority.
    let authority: String
    private let directory: TemporaryDirectory
    private let process = Process()

    struct Failed: Error {}

    /// `validSince` is when the certificate, which is good for 30 days, begins to be valid.
    init(validSince: Date = Date()) throws {
        directory = try TemporaryDirectory()
        let lab = try LabAuthority(now: validSince)
        let (certificate, key) = try lab.issue(for: "localhost", now: validSince)
        authority = directory.file("ca.pem")
        try Data(lab.certificatePEM().utf8).write(to: URL(fileURLWithPath: authority))
        try Data(certificate.utf8).write(to: URL(fileURLWithPath: directory.file("server.pem")))
        try Data(key.utf8).write(to: URL(fileURLWithPath: directory.file("server-key.pem")))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "feed_server.py")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", script.path, directory.file("server.pem"), directory.file("server-key.pem"),
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            guard let bytes = try output.fileHandleForReading.read(upToCount: 1), !bytes.isEmpty else {
                throw Failed()
            }
            line += bytes
        }
        guard let port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw Failed() }
        self.port = port
    }

    deinit {
        // Not waited for: Foundation reaps it, and its way of waiting needs a run loop.
        kill(process.processIdentifier, SIGKILL)
    }

    func url(_ path: String, host: String = "localhost") -> String { "https://\(host):\(port)/\(path)" }
}
