/// Why what an Ingress names, a Service or a Secret, is of no use.
struct IngressRefusal: Error {
    /// One word in CamelCase, as Events have it.
    var reason: String
    var message: String

    init(_ reason: String, _ message: String) {
        self.reason = reason
        self.message = message
    }
}
