import MoatKubernetes
import Synchronization

/// What was read of Secrets for the plan before, so that a plan reads only those that have changed. It
/// changes nothing of what a plan says.
public final class CertificateCache: Sendable {
    private struct Entry {
        var secret: Secret
        var reading: Result<CertificateReading, IngressRefusal>
    }

    private let entries = Mutex<[ObjectKey: Entry]>([:])

    public init() {}

    func reading(_ secret: Secret) -> Result<CertificateReading, IngressRefusal> {
        if let entry = entries.withLock({ $0[secret.key] }), entry.secret.data == secret.data,
            entry.secret.type == secret.type
        {
            return entry.reading
        }
        let reading = Result { () throws(IngressRefusal) in try CertificateReading(secret) }
        entries.withLock { $0[secret.key] = Entry(secret: secret, reading: reading) }
        return reading
    }

    /// Forgets all but those that a plan has used.
    func keep(_ used: Set<ObjectKey>) {
        entries.withLock { entries in entries = entries.filter { used.contains($0.key) } }
    }
}
