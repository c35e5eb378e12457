import MoatModel
import MoatServer

/// How refusals read.
enum ErrorText {
    /// The failure that a refusal of the daemon ends a command with.
    static func failure(_ error: APIError) -> CommandFailure {
        CommandFailure(error.code.isRefusal ? .refused : .cannot, text(error.issues, closing: error.message))
    }

    /// The issues, one after the other, and what became of the request.
    static func text(_ issues: [ManifestIssue], closing: String) -> String {
        issues.sorted().rendered() + closing
    }

    /// `2 errors. Nothing was applied; version 41 stays in force.`
    static func nothingApplied(errors: Int, version: Int?) -> String {
        let stays = version.map { "; version \($0) stays in force" } ?? ""
        return "\(Humanized.count(errors, "error")). Nothing was applied\(stays)."
    }
}

extension APIErrorCode {
    /// Whether the request was at fault, not the machine.
    var isRefusal: Bool {
        switch self {
        case .badRequest, .invalid, .notFound, .conflict, .tooLarge: true
        case .dataPlane, .state, .unavailable, .internal: false
        }
    }
}
