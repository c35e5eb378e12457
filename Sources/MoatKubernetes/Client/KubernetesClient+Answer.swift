import FoundationEssentials
import MoatHTTPClient

extension KubernetesClient {
    /// The answer of a request that is made again for as long as the API asks for it.
    ///
    /// - Throws: `KubernetesError` where it is no success, or not there in time
    func answer(
        _ request: KubernetesRequest, within time: Duration,
        _ perform: @escaping @Sendable () async throws -> KubernetesResponse
    ) async throws -> KubernetesResponse {
        let deadline = ContinuousClock.now + time
        let attempts = limits.attempts
        let response = try await withTimeLimit(time) {
            var attempt = 1
            while true {
                let response = try await perform()
                guard let delay = Self.delay(response), attempt < attempts,
                    ContinuousClock.now + delay < deadline
                else { return response }
                try await Task.sleep(for: delay)
                attempt += 1
            }
        }
        guard let response else {
            throw KubernetesError(.timedOut, "not answered in full within \(time)", request: request.name)
        }
        guard (200..<300).contains(response.status) else { throw Self.refusal(response, request) }
        return response
    }

    /// How long to wait before the request is made again; nil where the answer is final. The rule is
    /// client-go's: 429, or a failure of the server that comes with a time.
    private static func delay(_ response: KubernetesResponse) -> Duration? {
        switch response.status {
        case 429: .seconds(max(0, response.retryAfter ?? 1))
        case 500...599: response.retryAfter.map { .seconds(max(0, $0)) }
        default: nil
        }
    }

    private static func refusal(_ response: KubernetesResponse, _ request: KubernetesRequest) -> KubernetesError {
        var status = (try? JSONDecoder().decode(APIStatus.self, from: response.body)) ?? APIStatus()
        if status.code == nil || status.code == 0 { status.code = Int32(clamping: response.status) }
        if status.message == nil {
            status.message = "what answers gives no reason in the form of the API"
        }
        return KubernetesError(status, request: request.name)
    }
}
