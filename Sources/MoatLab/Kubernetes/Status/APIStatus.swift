/// A refusal as Kubernetes says it (`meta/v1.Status`).
struct APIStatus: Error, Hashable, Sendable {
    /// That of HTTP.
    var code: Int
    /// `NotFound`, `Conflict`, and so on.
    var reason: String
    var message: String
    /// Name, group and kind of the object, and the causes.
    var details: JSONValue?

    init(code: Int, reason: String, message: String, details: JSONValue? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    var json: JSONValue {
        var json: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
            "reason": .string(reason), "code": .integer(Int64(code)),
        ]
        json["details"] = details
        return json
    }

    /// What is answered where something was done and there is no object to show.
    static func success(details: JSONValue? = nil) -> JSONValue {
        var json: JSONValue = ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success"]
        json["details"] = details
        return json
    }

    static func badRequest(_ message: String) -> APIStatus {
        APIStatus(code: 400, reason: "BadRequest", message: message)
    }

    static let unauthorized = APIStatus(code: 401, reason: "Unauthorized", message: "Unauthorized")

    /// A path that nothing is served at.
    static let noSuchPath = APIStatus(
        code: 404, reason: "NotFound", message: "the server could not find the requested resource", details: [:])

    static let methodNotAllowed = APIStatus(
        code: 405, reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource", details: [:])

    static func unsupportedMediaType(_ message: String) -> APIStatus {
        APIStatus(code: 415, reason: "UnsupportedMediaType", message: message)
    }

    static func tooLarge(_ message: String) -> APIStatus {
        APIStatus(code: 413, reason: "RequestEntityTooLarge", message: message)
    }

    /// The version from which a watch or a list is to go on is no longer known.
    static func expired(_ version: Int64, oldest: Int64) -> APIStatus {
        APIStatus(code: 410, reason: "Expired", message: "too old resource version: \(version) (\(oldest))")
    }
}
