import Hummingbird

/// The query of a request, read strictly: a name that the path does not know is an error,
/// so that a misspelt `dryrun` never applies.
struct APIQuery {
    private let values: [String: String]

    init(_ request: Request, allowed: Set<String>) throws {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard allowed.contains(name) else {
                let known = allowed.isEmpty ? "none" : allowed.sorted().joined(separator: ", ")
                throw APIError(.badRequest, "\(request.uri.path) has no parameter '\(name)'; it knows \(known)")
            }
            guard values[name] == nil else { throw APIError(.badRequest, "the parameter '\(name)' is given twice") }
            values[name] = String(value)
        }
        self.values = values
    }

    func string(_ name: String) -> String? {
        values[name]
    }

    func flag(_ name: String) throws -> Bool {
        switch values[name] {
        case nil, "false": false
        case "true": true
        case .some(let text): throw APIError(.badRequest, "\(name)=\(text): write true or false")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw APIError(
                .badRequest, "\(name)=\(text): write a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number of seconds.
    func seconds(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        guard let text = values[name] else { return nil }
        guard let value = Double(text), range.contains(value) else {
            throw APIError(
                .badRequest,
                "\(name)=\(text): write a number of seconds from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
        return value
    }
}
