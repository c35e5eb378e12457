import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Turns every error into the API's form, so that nobody has to read a bare status.
struct ErrorMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let refusal = Self.apiError(error, request)
            if refusal.code == .internal {
                context.logger.error(
                    "a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            }
            return try APIResponse.json(APIError.Envelope(error: refusal), status: Self.status(refusal.code))
        }
    }

    private static func apiError(_ error: any Error, _ request: Request) -> APIError {
        switch error {
        case let error as APIError:
            error
        case let error as StateStoreError:
            APIError(error.code == .unknownVersion ? .notFound : .state, error.description)
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            APIError(
                .tooLarge,
                "the request is larger than \(APIRouter.maximumBody / 1_048_576) MiB; apply the manifests in several parts"
            )
        case let error as any HTTPResponseError where error.status == .notFound:
            APIError(
                .notFound,
                "the API has no \(request.method.rawValue) \(request.uri.path); docs/cli.md lists what it has")
        case let error as any HTTPResponseError:
            APIError(.badRequest, "\(error)")
        default:
            APIError(.internal, "the daemon could not answer: \(error); its log says more")
        }
    }

    private static func status(_ code: APIErrorCode) -> HTTPResponse.Status {
        switch code {
        case .badRequest: .badRequest
        case .invalid: .unprocessableContent
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .dataPlane, .state, .internal: .internalServerError
        case .unavailable: .serviceUnavailable
        }
    }
}
