import ArgumentParser

/// How `moat query` writes a result.
enum QueryOutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
    case yaml
}
