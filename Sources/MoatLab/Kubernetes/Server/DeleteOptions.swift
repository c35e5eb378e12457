/// How an object is to be deleted (`meta/v1.DeleteOptions`). Grace periods and propagation
/// policies are accepted and have no effect: nothing here takes time to go, and slices of
/// Services are all that follows an owner.
struct DeleteOptions: Sendable {
    var isDryRun = false
    var uid: String?
    var version: String?

    init() {}

    init(_ request: APIRequest) throws(APIStatus) {
        isDryRun = request.isDryRun
        guard !request.body.isEmpty else { return }
        let body = try ObjectBody(request).value
        isDryRun = isDryRun || body["dryRun"]?.array?.contains("All") == true
        uid = body[["preconditions", "uid"]]?.string
        version = body[["preconditions", "resourceVersion"]]?.string
    }

    func check(_ object: JSONValue, _ kind: APIKind, _ name: String) throws(APIStatus) {
        let actual = object["metadata"]
        if let uid, uid != actual?["uid"]?.string {
            throw .conflict(
                kind, name,
                "Precondition failed: UID in precondition: \(uid), UID in object meta: \(actual?["uid"]?.string ?? "")")
        }
        if let version, version != actual?["resourceVersion"]?.string {
            throw .conflict(
                kind, name,
                "Precondition failed: ResourceVersion in precondition: \(version), ResourceVersion in object meta: "
                    + "\(actual?["resourceVersion"]?.string ?? "")")
        }
    }
}
