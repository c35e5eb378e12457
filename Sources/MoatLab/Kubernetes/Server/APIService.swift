import FoundationEssentials
import Synchronization

/// The lab's Kubernetes API without its connections: what is said to each request.
final class APIService: Sendable {
    let store: ObjectStore
    /// The addresses and ports that Services have.
    let admission: AdmissionState
    private let clock: @Sendable () -> APITime
    private let podHook: Mutex<(@Sendable (ObjectName) -> Void)?> = Mutex(nil)

    init(store: ObjectStore, admission: AdmissionState = AdmissionState(), clock: (@Sendable () -> APITime)? = nil) {
        self.store = store
        self.admission = admission
        self.clock =
            clock ?? {
                let seconds = Date.now.timeIntervalSince1970
                return APITime(
                    seconds: Int64(seconds.rounded(.down)),
                    microseconds: Int64((seconds - seconds.rounded(.down)) * 1_000_000))
            }
    }

    var now: APITime { clock() }

    /// Calls `hook` for every pod that a client deletes, after it has been shown as terminating.
    func onPodDeletion(_ hook: @escaping @Sendable (ObjectName) -> Void) {
        podHook.withLock { $0 = hook }
    }

    func podDeleted(_ name: ObjectName) {
        podHook.withLock { $0 }?(name)
    }

    /// Never throws: what cannot be done is answered with a `Status`.
    func answer(_ request: APIRequest) -> APIAnswer {
        do {
            return try dispatch(request)
        } catch {
            return .document(APIDocument(error))
        }
    }

    private func dispatch(_ request: APIRequest) throws(APIStatus) -> APIAnswer {
        let segments = request.segments
        switch segments.first {
        case "api"? where segments.count > 2:
            return try resource(request, ResourcePath(group: "", version: segments[1], segments[2...]))
        case "apis"? where segments.count > 3:
            return try resource(
                request, ResourcePath(group: segments[1], version: segments[2], segments[3...]))
        default:
            guard request.method == "GET" || request.method == "HEAD" else { throw .methodNotAllowed }
            guard let document = APIDocuments.document(request) else { throw .noSuchPath }
            return .document(document)
        }
    }

    private func resource(_ request: APIRequest, _ path: ResourcePath?) throws(APIStatus) -> APIAnswer {
        guard let path else { throw .noSuchPath }
        if let dryRun = request.query["dryRun"], dryRun != "All" {
            throw .badRequest("Invalid value: \"\(dryRun)\": dryRun can only be All")
        }
        if path.kind == .pod, request.method != "GET", request.method != "DELETE" {
            let name = path.name ?? (try? ObjectBody(request).value[["metadata", "name"]]?.string) ?? ""
            throw .forbidden(
                .pod, name,
                "the lab has no container runtime; its pods are hosts of its topology file, with labels for Services "
                    + "to select")
        }
        switch (request.method, path.objectName) {
        case ("GET", let name?): return .document(try get(request, path, name))
        case ("GET", nil): return try list(request, path)
        case ("POST", nil): return .document(try create(request, path))
        case ("PUT", let name?): return .document(try replace(request, path, name))
        case ("PATCH", let name?): return .document(try patch(request, path, name))
        case ("DELETE", let name?) where path.subresource == nil: return .document(try delete(request, path, name))
        case ("DELETE", nil): return .document(try deleteCollection(request, path))
        default: throw .methodNotAllowed
        }
    }
}
