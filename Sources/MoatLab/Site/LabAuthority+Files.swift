import FoundationEssentials
import Glibc

extension LabAuthority {
    /// Reads the authority of a lab that is up.
    init(readFrom folder: String) throws {
        try self.init(
            certificate: FileSystem.readText("\(folder)/ca.pem"), key: FileSystem.readText("\(folder)/ca-key.pem"))
    }

    /// - Parameters:
    ///   - folder: gets the certificate and the key; only root may read it
    ///   - trust: gets what takes the place of /etc/ssl/certs in the lab's machines: this
    ///     authority and no other, since a lab reaches nothing else
    func write(to folder: String, trust: String) throws {
        let certificate = try certificatePEM()
        try FileSystem.makeDirectories(folder)
        guard chmod(folder, 0o700) == 0 else { throw SystemError("protect \(folder)", errno) }
        try FileSystem.write(keyPEM, to: "\(folder)/ca-key.pem")
        try FileSystem.write(certificate, to: "\(folder)/ca.pem")
        try FileSystem.makeDirectories(trust)
        for name in ["ca-certificates.crt", Self.fileName] {
            try FileSystem.write(certificate, to: "\(trust)/\(name)")
        }
    }
}
