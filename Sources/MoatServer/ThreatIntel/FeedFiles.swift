import Foundation
import MoatThreatIntel

/// Keeps the last good body of each feed over restarts: a file for the body and one for what is
/// known of it, each replaced at once or not at all.
struct FeedFiles: Sendable {
    struct Description: Hashable, Sendable, Codable {
        /// Seconds since 1970.
        var fetchedAt: Double
        var validators: FeedValidators
    }

    let directory: String

    /// Makes the directory where it is missing.
    func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func save(_ body: [UInt8], _ description: Description, of feed: String) throws {
        try Data(body).write(to: bodyURL(feed), options: .atomic)
        try JSONEncoder().encode(description).write(to: descriptionURL(feed), options: .atomic)
    }

    /// Notes that the body was found unchanged.
    func touch(_ feed: String, at time: Double) throws {
        guard var description = describe(feed) else { return }
        description.fetchedAt = time
        try JSONEncoder().encode(description).write(to: descriptionURL(feed), options: .atomic)
    }

    /// Nil where nothing whole is kept.
    func load(_ feed: String, limit: Int) -> (body: [UInt8], description: Description)? {
        guard let description = describe(feed), let body = try? Data(contentsOf: bodyURL(feed)), body.count <= limit
        else { return nil }
        return (Array(body), description)
    }

    private func describe(_ feed: String) -> Description? {
        guard let data = try? Data(contentsOf: descriptionURL(feed)) else { return nil }
        return try? JSONDecoder().decode(Description.self, from: data)
    }

    func remove(_ feed: String) {
        try? FileManager.default.removeItem(at: bodyURL(feed))
        try? FileManager.default.removeItem(at: descriptionURL(feed))
    }

    // Names of feeds are letters, digits, `_`, `.` and `-`, and begin with a letter or digit.
    private func bodyURL(_ feed: String) -> URL { URL(fileURLWithPath: "\(directory)/\(feed).body") }
    private func descriptionURL(_ feed: String) -> URL { URL(fileURLWithPath: "\(directory)/\(feed).json") }
}
