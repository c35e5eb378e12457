import Foundation
import GRDB
public import MoatDNS
import MoatModel

/// Keeps the addresses of rule names over restarts, in a SQLite file of its own: it is written
/// while clients wait for answers, and must not wait for an apply.
///
/// What `save` returned from survives `kill -9` (`synchronous = NORMAL` with a write-ahead
/// log); after a power cut the last seconds may be missing, and are learned again.
public final class LearnedAddressDatabase: LearnedAddressStore {
    private static let remedy = "start again; names are learned anew as they are asked for"

    private let database: DatabaseQueue
    private let path: String

    /// Opens the file, making it (mode 0600) where there is none.
    ///
    /// - Throws: `StateStoreError`.
    public init(path: String) throws {
        self.path = path
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: learned addresses") { db in
            try db.execute(
                sql: """
                    CREATE TABLE learned_address (
                        name TEXT NOT NULL,
                        address TEXT NOT NULL,
                        last_seen REAL NOT NULL,
                        PRIMARY KEY (name, address)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        database = try StateDatabase.open(path: path, label: "moat-names", migrator: migrator, remedy: Self.remedy)
    }

    public func load() throws -> [LearnedAddress] {
        try explained {
            try database.read { db in
                try Row.fetchAll(db, sql: "SELECT name, address, last_seen FROM learned_address").compactMap { row in
                    IPAddress(row["address"] as String).map {
                        LearnedAddress(
                            name: row["name"], address: $0, lastSeen: Date(timeIntervalSince1970: row["last_seen"]))
                    }
                }
            }
        }
    }

    public func save(_ addresses: [LearnedAddress]) throws {
        try explained {
            try database.write { db in
                let statement = try db.cachedStatement(
                    sql: """
                        INSERT INTO learned_address (name, address, last_seen) VALUES (?, ?, ?)
                        ON CONFLICT (name, address) DO UPDATE SET last_seen = excluded.last_seen
                        """)
                for address in addresses {
                    try statement.execute(arguments: [
                        address.name, address.address.description, address.lastSeen.timeIntervalSince1970,
                    ])
                }
            }
        }
    }

    public func remove(_ addresses: [LearnedAddress]) throws {
        try explained {
            try database.write { db in
                let statement = try db.cachedStatement(
                    sql: "DELETE FROM learned_address WHERE name = ? AND address = ?")
                for address in addresses {
                    try statement.execute(arguments: [address.name, address.address.description])
                }
            }
        }
    }

    private func explained<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StateDatabase.explain(error, path: path, remedy: Self.remedy)
        }
    }
}
