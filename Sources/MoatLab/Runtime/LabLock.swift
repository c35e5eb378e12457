import Glibc

/// Held while a lab comes up or goes down, so that no two commands do both at once. The
/// kernel lets go of it when the holder ends, however it ends.
struct LabLock {
    private let descriptor: Descriptor

    /// - Throws: `LabError` where another command holds it.
    init(_ directory: LabDirectory, patience: Duration = .milliseconds(500)) throws {
        let descriptor = try Descriptor.open(directory.lock, O_RDWR | O_CREAT)
        guard Deadline(in: patience).wait(every: 50, until: { flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 })
        else {
            throw LabError("lab \(directory.name) is just coming up or going down; wait for that, or stop it")
        }
        self.descriptor = descriptor
    }

    func release() {
        descriptor.close()
    }
}
