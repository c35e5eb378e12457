public import Foundation
import GRDB
public import MoatModel
public import MoatPolicy

/// The configuration and its history in one SQLite file.
///
/// Every change is one transaction that is on the disk when the call returns
/// (`synchronous = FULL`): after a crash, or `kill -9` in the middle, the newest version is
/// the old or the new one. Resources are kept as the JSON that they were applied as; the
/// store does not look into it. Calls block for the length of a disk write.
public final class StateStore: Sendable {
    /// Versions beyond this number are forgotten, oldest first.
    public static let keptVersions = 1000
    /// Of these, those that the daemon made by itself; what Services of a cluster ask for must not
    /// push out what people did.
    public static let keptVersionsOfDaemon = 200

    private static let remedy = "apply your manifests again"

    let database: DatabaseQueue
    private let path: String

    /// Opens the file, making it (mode 0600) where there is none.
    ///
    /// - Throws: `StateStoreError` where the file cannot be opened, is damaged, or was
    ///   written by a newer Moat.
    public init(path: String) throws {
        self.path = path
        database = try StateDatabase.open(
            path: path, label: "moat-state", migrator: StateSchema.migrator, remedy: Self.remedy)
        do {
            // GRDB relaxes this for WAL; a version that was reported must survive a power cut.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch let error as DatabaseError {
            throw StateDatabase.explain(error, path: path, remedy: Self.remedy)
        }
    }

    /// The newest version; nil before the first apply.
    public func newestVersion() throws -> StateVersion? {
        try access { db in
            try Row.fetchOne(db, sql: "SELECT * FROM version ORDER BY number DESC LIMIT 1").map(Self.version)
        }
    }

    /// The versions, newest first.
    public func history(limit: Int) throws -> [StateVersion] {
        try access { db in
            try Row.fetchAll(db, sql: "SELECT * FROM version ORDER BY number DESC LIMIT ?", arguments: [limit])
                .map(Self.version)
        }
    }

    /// The resources of a version as JSON. Version 0 has none.
    ///
    /// - Throws: `StateStoreError.Code.unknownVersion` where the number was never given or
    ///   its version is forgotten.
    public func documents(ofVersion number: Int) throws -> [ResourceKey: Data] {
        try access { db in
            guard number != 0 else { return [:] }
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM version WHERE number = ?", arguments: [number]) != nil
            else { throw unknownVersion(number) }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT kind, name, json FROM document
                    JOIN version_document ON document = id WHERE version = ?
                    """, arguments: [number])
            return try rows.reduce(into: [:]) { documents, row in
                guard let kind = ResourceKind(rawValue: row["kind"]) else {
                    throw StateStoreError(
                        .newerSchema,
                        "\(path) holds a resource of kind \(row["kind"] as String), which this moat does not know")
                }
                documents[ResourceKey(kind: kind, name: row["name"])] = row["json"]
            }
        }
    }

    /// The confirmation that is waited for.
    public func pendingConfirmation() throws -> PendingConfirmation? {
        try access { db in
            try Row.fetchOne(db, sql: "SELECT * FROM pending_confirmation").map { row in
                PendingConfirmation(
                    version: row["version"], previous: row["previous"],
                    deadline: Date(timeIntervalSince1970: row["deadline"]))
            }
        }
    }

    /// The numbers that rules have had, including rules that are gone.
    public func ruleNumbering() throws -> RuleNumbering {
        try access { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM rule_number")
            var numbers: [RuleIdentity.Key: UInt32] = [:]
            while let row = try rows.next() {
                let key = RuleIdentity.Key(
                    policy: row["policy"], group: row["rule_collection_group"], collection: row["collection"],
                    rule: row["rule"], translation: Self.translation(row))
                numbers[key] = row["number"]
            }
            return RuleNumbering(numbers)
        }
    }

    /// Adds a version. The rule numbers that are new since `numbering` was last stored, and
    /// the confirmation that is waited for (or that none is), go with it.
    public func commit(
        _ content: Content, by: String, comment: String, summary: ChangeSummary, at time: Date,
        numbering: RuleNumbering? = nil, confirmation deadline: Date? = nil
    ) throws -> StateVersion {
        let summaryText = String(decoding: try JSONEncoder().encode(summary), as: UTF8.self)
        return try transaction { db in
            let previous = try Int.fetchOne(db, sql: "SELECT max(number) FROM version") ?? 0
            let number = previous + 1
            try db.execute(
                sql: "INSERT INTO version (number, time, by, comment, summary) VALUES (?, ?, ?, ?, ?)",
                arguments: [number, time.timeIntervalSince1970, by, comment, summaryText])
            try write(content, as: number, after: previous, db)
            if let numbering { try Self.write(numbering, db) }
            try db.execute(sql: "DELETE FROM pending_confirmation")
            if let deadline {
                try db.execute(
                    sql: "INSERT INTO pending_confirmation (id, version, previous, deadline) VALUES (1, ?, ?, ?)",
                    arguments: [number, previous, deadline.timeIntervalSince1970])
            }
            try Self.forgetOldest(db)
            return StateVersion(number: number, time: time, by: by, comment: comment, summary: summary)
        }
    }

    /// What a new version consists of.
    public enum Content: Sendable {
        /// The newest version with some resources set and others removed.
        case changed(set: [ResourceKey: Data], removed: Set<ResourceKey>)
        /// What an earlier version consisted of.
        case restored(Int)
    }

    /// Takes back the newest version, which never came into force; `pending` is the
    /// confirmation that was waited for before it. Its number is given again.
    public func withdraw(_ version: Int, restoring pending: PendingConfirmation? = nil) throws {
        try transaction { db in
            try db.execute(sql: "DELETE FROM pending_confirmation")
            try db.execute(sql: "DELETE FROM version WHERE number = ?", arguments: [version])
            try Self.deleteUnusedDocuments(db)
            if let pending {
                try db.execute(
                    sql: "INSERT INTO pending_confirmation (id, version, previous, deadline) VALUES (1, ?, ?, ?)",
                    arguments: [pending.version, pending.previous, pending.deadline.timeIntervalSince1970])
            }
        }
    }

    /// Keeps the version that waits for confirmation.
    public func confirm() throws {
        try transaction { try $0.execute(sql: "DELETE FROM pending_confirmation") }
    }
}

extension StateStore {
    private func write(_ content: Content, as number: Int, after previous: Int, _ db: Database) throws {
        switch content {
        case .restored(let source):
            guard
                try source == 0
                    || Int.fetchOne(db, sql: "SELECT 1 FROM version WHERE number = ?", arguments: [source]) != nil
            else { throw unknownVersion(source) }
            try db.execute(
                sql: "INSERT INTO version_document SELECT ?, document FROM version_document WHERE version = ?",
                arguments: [number, source])
        case .changed(let set, let removed):
            try db.execute(
                sql: "INSERT INTO version_document SELECT ?, document FROM version_document WHERE version = ?",
                arguments: [number, previous])
            for key in removed.union(set.keys) {
                try db.execute(
                    sql: """
                        DELETE FROM version_document WHERE version = ? AND document IN
                            (SELECT document FROM version_document JOIN document ON id = document
                             WHERE version = ? AND kind = ? AND name = ?)
                        """, arguments: [number, number, key.kind.rawValue, key.name])
            }
            for (key, json) in set {
                try db.execute(
                    sql: "INSERT INTO document (kind, name, json) VALUES (?, ?, ?)",
                    arguments: [key.kind.rawValue, key.name, json])
                try db.execute(
                    sql: "INSERT INTO version_document (version, document) VALUES (?, ?)",
                    arguments: [number, db.lastInsertedRowID])
            }
        }
    }

    private static func write(_ numbering: RuleNumbering, _ db: Database) throws {
        let newest = try UInt32.fetchOne(db, sql: "SELECT max(number) FROM rule_number") ?? 0
        guard numbering.next > newest + 1 else { return }
        let insert = try db.makeStatement(
            sql: """
                INSERT INTO rule_number (number, policy, rule_collection_group, collection, rule,
                    translated_address, translated_port) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for (key, number) in numbering.numbers where number > newest {
            try insert.execute(arguments: [
                number, key.policy, key.group, key.collection, key.rule, key.translation?.address.rawValue,
                key.translation?.port,
            ])
        }
    }

    private static func forgetOldest(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM version WHERE number IN (
                    SELECT number FROM version WHERE by = ? ORDER BY number DESC LIMIT -1 OFFSET ?
                ) AND number NOT IN (SELECT previous FROM pending_confirmation)
                """, arguments: [ChangeOrder.daemon, keptVersionsOfDaemon])
        let ofDaemon = db.changesCount
        try db.execute(
            sql: """
                DELETE FROM version WHERE number IN (
                    SELECT number FROM version ORDER BY number DESC LIMIT -1 OFFSET ?
                ) AND number NOT IN (SELECT previous FROM pending_confirmation)
                """, arguments: [keptVersions])
        if ofDaemon + db.changesCount > 0 { try deleteUnusedDocuments(db) }
    }

    private static func deleteUnusedDocuments(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM document WHERE id NOT IN (SELECT document FROM version_document)")
    }

    private static func version(_ row: Row) throws -> StateVersion {
        let summary: String = row["summary"]
        return StateVersion(
            number: row["number"], time: Date(timeIntervalSince1970: row["time"]), by: row["by"],
            comment: row["comment"],
            summary: try JSONDecoder().decode(ChangeSummary.self, from: Data(summary.utf8)))
    }

    private static func translation(_ row: Row) -> Decision.Translation? {
        guard let address: UInt32 = row["translated_address"], let port: UInt16 = row["translated_port"] else {
            return nil
        }
        return Decision.Translation(address: IPv4Address(rawValue: address), port: port)
    }

    private func access<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try database.read(body)
        } catch let error as DatabaseError {
            throw StateDatabase.explain(error, path: path, remedy: Self.remedy)
        }
    }

    private func transaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try database.write(body)
        } catch let error as DatabaseError {
            throw StateDatabase.explain(error, path: path, remedy: Self.remedy)
        }
    }

    private func unknownVersion(_ number: Int) -> StateStoreError {
        StateStoreError(
            .unknownVersion, "there is no version \(number); `moat history` lists the versions that are kept")
    }
}
