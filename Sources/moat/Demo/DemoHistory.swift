import Foundation

/// What the story needs of `moat history --output json`.
enum DemoHistory {
    private struct Row: Decodable {
        var number: Int
    }

    /// The version that was in force before the newest one.
    static func versionBeforeLast(_ json: String) throws -> Int {
        let rows = try JSONDecoder().decode([Row].self, from: Data(json.utf8))
        let versions = rows.map(\.number).sorted()
        guard versions.count >= 2 else { throw DemoError("moat history shows no earlier version") }
        return versions[versions.count - 2]
    }
}
