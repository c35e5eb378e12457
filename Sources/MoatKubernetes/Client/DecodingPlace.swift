/// Where an answer is not what it should be, without what is there.
struct DecodingPlace: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context)?:
            description = "\(Self.path(context)) has no \(key.stringValue)"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
            description = "\(Self.path(context)) is of another type"
        case .dataCorrupted(let context)? where !context.codingPath.isEmpty:
            description = "\(Self.path(context)) has no such value"
        default:
            description = "it is not JSON"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        guard !context.codingPath.isEmpty else { return "the whole" }
        let path = context.codingPath.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return String(path.prefix(200))
    }
}
