import Foundation
import MoatKQL
import MoatLogs

/// Turns fields of text into values of the columns of an external table.
///
/// As in Kusto, a field that is not of its column's type is null, a missing one too, and more
/// fields than columns are passed over.
struct ExternalColumns {
    let columns: [LogExternalTable.Column]
    private let types: [KQLType]

    /// - Throws: `QueryError` for a type that text cannot give.
    init(_ columns: [KQLColumn]) throws(QueryError) {
        types = columns.map(\.type)
        var kinds: [LogExternalTable.Column] = []
        for column in columns {
            let kind: LogExternalTable.Column.Kind
            switch column.type {
            case .bool: kind = .bool
            case .int: kind = .int
            case .long: kind = .long
            case .real: kind = .real
            case .string, .guid: kind = .string
            case .datetime: kind = .datetime
            case .dynamic: kind = .json
            case .timespan:
                throw .badArgument(
                    "externaldata: column \(column.name): timespan is not supported; read it as string and use totimespan()"
                )
            }
            kinds.append(LogExternalTable.Column(column.name, kind))
        }
        self.columns = kinds
    }

    func values(_ record: [String]) -> [LogValue] {
        types.enumerated().map { index, type in
            index < record.count ? Self.value(record[index], type) : type == .string ? .string("") : .null
        }
    }

    private static func value(_ text: String, _ type: KQLType) -> LogValue {
        if type == .string { return .string(text) }
        let text = text.trimmingCharacters(in: .whitespaces)
        switch type {
        case .bool:
            switch text.lowercased() {
            case "true", "1": return .bool(true)
            case "false", "0": return .bool(false)
            default: return .null
            }
        case .int: return Int32(text).map { .integer(Int64($0)) } ?? .null
        case .long: return Int64(text).map { .integer($0) } ?? .null
        case .real: return Double(text).map { .real($0) } ?? .null
        case .datetime:
            return QueryTimespan.date(text[...]).map {
                .datetime(Int64(($0.timeIntervalSince1970 * 1_000_000).rounded()))
            } ?? .null
        case .dynamic: return json(text)
        case .guid: return UUID(uuidString: text).map { .string($0.uuidString.lowercased()) } ?? .null
        case .string, .timespan: return .string(text)
        }
    }

    /// JSON as it is, other text as a JSON string.
    private static func json(_ text: String) -> LogValue {
        guard !text.isEmpty else { return .null }
        let options: JSONSerialization.ReadingOptions = [.fragmentsAllowed]
        if (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: options)) != nil { return .string(text) }
        guard let data = try? JSONEncoder().encode(text) else { return .null }
        return .string(String(decoding: data, as: UTF8.self))
    }
}
