import Glibc

/// A system call that a load generator could not do without.
struct LoadError: Error, CustomStringConvertible {
    var description: String

    init(_ call: String) {
        self.description = "\(call): \(String(cString: strerror(errno)))"
    }
}
