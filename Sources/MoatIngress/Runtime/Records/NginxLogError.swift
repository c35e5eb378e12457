/// Why something that nginx logged is no record.
struct NginxLogError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
