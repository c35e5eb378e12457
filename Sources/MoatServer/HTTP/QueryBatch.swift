/// Several questions in one request (learn.microsoft.com,
/// azure/azure-monitor/logs/api/batch-queries).
struct QueryBatch: Decodable {
    var requests: [Item]

    struct Item: Decodable {
        var id: String
        var headers: [String: String]?
        var body: QueryRequest?
        var method: String?
        var path: String
        var workspace: String
    }
}
