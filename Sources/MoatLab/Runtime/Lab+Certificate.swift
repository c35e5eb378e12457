import FoundationEssentials

extension Lab {
    /// Makes a certificate of the lab's authority and writes it, with its key, to `NAME.crt` and
    /// `NAME.key` in a folder, PEM; `*` is `_` there.
    /// - Returns: the paths of the two files
    /// - Throws: `LabError` where the lab is not up or the name is none, or an error of the system
    @discardableResult
    public func writeCertificate(for name: String, to folder: String) throws -> (certificate: String, key: String) {
        _ = try record()
        guard DomainName.isValid(name) else { throw LabError("'\(name)' is not a name; \(DomainName.rule)") }
        let pair = try LabAuthority(readFrom: directory.authority).issue(for: name, now: .now)
        let base = "\(folder)/\(name.replacing("*", with: "_"))"
        try FileSystem.write(pair.certificate, to: "\(base).crt")
        try PrivateFile.write(Array(pair.key.utf8), to: "\(base).key")
        return ("\(base).crt", "\(base).key")
    }
}
