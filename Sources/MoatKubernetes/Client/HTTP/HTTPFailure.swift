import AsyncHTTPClient
import NIOCore
import NIOSSL

/// What went wrong on the way, in the words of someone who has to put it right.
struct HTTPFailure: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        let detail = "\(error)"
        if detail.contains("CERTIFICATE_VERIFY_FAILED") {
            description =
                "the API's certificate is not trusted: it has expired, is for another name, or is not of the authority that is configured"
        } else if detail.contains("failedToValidateHostname") {
            description =
                "the API's certificate is for another name; tls-server-name in the kubeconfig can name the one it is for"
        } else if detail.contains("CERTIFICATE_REQUIRED") || detail.contains("BAD_CERTIFICATE") {
            description = "the API does not take the client certificate"
        } else {
            switch error {
            case let error as HTTPClientError where error == .connectTimeout: description = "the API does not answer"
            case let error as HTTPClientError where error == .remoteConnectionClosed:
                description = "the connection ended before the answer did"
            case let error as HTTPClientError: description = error.shortDescription
            default: description = String(detail.prefix(300))
            }
        }
    }
}
