import Foundation
import GRDB
import MoatModel
import MoatPolicy
import Testing

@testable import MoatServer

@Suite struct StateStoreTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("state.sqlite")
    }

    private func key(_ name: String) -> ResourceKey { ResourceKey(kind: .ipGroup, name: name) }

    private func commit(
        _ store: StateStore, set: [String: String] = [:], removed: [String] = [], numbering: RuleNumbering? = nil,
        confirmation: Date? = nil, by: String = "ada"
    ) throws -> StateVersion {
        let documents = Dictionary(uniqueKeysWithValues: set.map { (key($0.key), Data($0.value.utf8)) })
        return try store.commit(
            .changed(set: documents, removed: Set(removed.map(key))), by: by, comment: "apply",
            summary: ChangeSummary(resources: .init(added: set.count)), at: Date(timeIntervalSince1970: 1_800_000_000),
            numbering: numbering, confirmation: confirmation)
    }

    private func contents(_ store: StateStore, _ version: Int) throws -> [String: String] {
        let documents = try store.documents(ofVersion: version)
        return Dictionary(
            uniqueKeysWithValues: documents.map { ($0.key.name, String(decoding: $0.value, as: UTF8.self)) })
    }

    @Test func beginsEmpty() throws {
        let store = try StateStore(path: path)
        #expect(try store.newestVersion() == nil)
        #expect(try store.documents(ofVersion: 0).isEmpty)
        #expect(try store.history(limit: 10).isEmpty)
        #expect(try store.pendingConfirmation() == nil)
        #expect(try store.ruleNumbering().next == RuleNumbering.first)
    }

    @Test func keepsEveryVersion() throws {
        let store = try StateStore(path: path)
        #expect(try commit(store, set: ["a": "1", "b": "1"]).number == 1)
        #expect(try commit(store, set: ["a": "2", "c": "1"], removed: ["b"]).number == 2)
        #expect(try contents(store, 1) == ["a": "1", "b": "1"])
        #expect(try contents(store, 2) == ["a": "2", "c": "1"])
        #expect(try store.history(limit: 10).map(\.number) == [2, 1])
        #expect(try store.history(limit: 1).map(\.number) == [2])
    }

    @Test func survivesARestart() throws {
        let deadline = Date(timeIntervalSince1970: 1_800_000_060)
        var numbering = RuleNumbering()
        let plain = RuleIdentity.Key(policy: "p", group: "g", collection: "c", rule: "r")
        var translated = plain
        translated.translation = Decision.Translation(address: IPv4Address(rawValue: 0xc000_0201), port: 8443)
        let numbers = [numbering.number(for: plain), numbering.number(for: translated)]
        do {
            let store = try StateStore(path: path)
            _ = try commit(store, set: ["a": "1"], numbering: numbering, confirmation: deadline)
        }
        let store = try StateStore(path: path)
        let version = try #require(try store.newestVersion())
        #expect(
            version
                == StateVersion(
                    number: 1, time: Date(timeIntervalSince1970: 1_800_000_000), by: "ada", comment: "apply",
                    summary: ChangeSummary(resources: .init(added: 1))))
        #expect(try contents(store, 1) == ["a": "1"])
        #expect(
            try store.pendingConfirmation() == PendingConfirmation(version: 1, previous: 0, deadline: deadline))
        var reread = try store.ruleNumbering()
        #expect([reread.number(for: plain), reread.number(for: translated)] == numbers)
        #expect(reread.next == numbering.next)
    }

    @Test func restoresAnEarlierVersion() throws {
        let store = try StateStore(path: path)
        _ = try commit(store, set: ["a": "1"])
        _ = try commit(store, set: ["a": "2", "b": "2"])
        let version = try store.commit(
            .restored(1), by: "ada", comment: "rollback to 1", summary: ChangeSummary(), at: Date())
        #expect(version.number == 3)
        #expect(try contents(store, 3) == ["a": "1"])
        _ = try store.commit(.restored(0), by: "ada", comment: "rollback to 0", summary: ChangeSummary(), at: Date())
        #expect(try contents(store, 4).isEmpty)
    }

    @Test func refusesVersionsThatAreNotThere() throws {
        let store = try StateStore(path: path)
        _ = try commit(store, set: ["a": "1"])
        let error = #expect(throws: StateStoreError.self) { try store.documents(ofVersion: 7) }
        #expect(error?.code == .unknownVersion)
        #expect(error?.description == "there is no version 7; `moat history` lists the versions that are kept")
        #expect(throws: StateStoreError.self) {
            try store.commit(.restored(7), by: "ada", comment: "", summary: ChangeSummary(), at: Date())
        }
        #expect(try store.newestVersion()?.number == 1, "a failed commit leaves no version behind")
    }

    @Test func withdrawsAVersionThatNeverCameIntoForce() throws {
        let store = try StateStore(path: path)
        let deadline = Date(timeIntervalSince1970: 1_800_000_060)
        _ = try commit(store, set: ["a": "1"], confirmation: deadline)
        let waiting = try #require(try store.pendingConfirmation())
        _ = try commit(store, set: ["a": "2"])
        #expect(try store.pendingConfirmation() == nil)
        try store.withdraw(2, restoring: waiting)
        #expect(try store.newestVersion()?.number == 1)
        #expect(try store.pendingConfirmation() == waiting)
        let documents = try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM document") }
        #expect(documents == 1)
        #expect(try commit(store, set: ["a": "3"]).number == 2)
    }

    @Test func sharesWhatDoesNotChange() throws {
        let store = try StateStore(path: path)
        _ = try commit(store, set: ["a": "1", "b": "1"])
        for round in 2...20 { _ = try commit(store, set: ["a": "\(round)"]) }
        let documents = try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM document") }
        #expect(documents == 21)
        #expect(try contents(store, 20) == ["a": "20", "b": "1"])
    }

    @Test func forgetsTheOldestVersions() throws {
        let store = try StateStore(path: path)
        for round in 1...(StateStore.keptVersions + 5) { _ = try commit(store, set: ["a": "\(round)"]) }
        #expect(try store.history(limit: 10_000).count == StateStore.keptVersions)
        #expect(throws: StateStoreError.self) { try store.documents(ofVersion: 5) }
        #expect(try contents(store, 6) == ["a": "6"])
        let documents = try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM document") }
        #expect(documents == StateStore.keptVersions)
    }

    /// What a cluster's Services ask for does not push out what people did.
    @Test func theDaemonsOwnVersionsTakeLittleOfTheHistory() throws {
        let store = try StateStore(path: path)
        for round in 1...3 { _ = try commit(store, set: ["a": "\(round)"]) }
        for round in 4...(StateStore.keptVersions + 10) {
            _ = try commit(store, set: ["b": "\(round)"], by: ChangeOrder.daemon)
        }
        let history = try store.history(limit: 10_000)
        #expect(history.filter { $0.by == "ada" }.map(\.number) == [3, 2, 1])
        #expect(history.filter { $0.by == ChangeOrder.daemon }.count == StateStore.keptVersionsOfDaemon)
        #expect(history.first?.number == StateStore.keptVersions + 10)
        #expect(try contents(store, 2) == ["a": "2"])
        #expect(throws: StateStoreError.self) { try store.documents(ofVersion: 4) }
        let documents = try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM document") }
        #expect(documents == 3 + StateStore.keptVersionsOfDaemon)
    }

    @Test func isForTheOwnerOnly() throws {
        let store = try StateStore(path: path)
        _ = try commit(store, set: ["a": "1"])
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.file(file))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
    }

    @Test func writesThroughToTheDisk() throws {
        let store = try StateStore(path: path)
        let (mode, synchronous) = try store.database.writeWithoutTransaction { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            )
        }
        #expect(mode == "wal")
        #expect(synchronous == 2)
    }

    @Test func saysWhenTheFileIsNoDatabase() throws {
        try Data("This is a shopping list: milk, bread, a firewall. And more text than a header has.".utf8).write(
            to: URL(fileURLWithPath: path))
        let error = #expect(throws: StateStoreError.self) { try StateStore(path: path) }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains("\(path) is damaged") == true)
        #expect(error?.description.contains("apply your manifests again") == true)
    }

    @Test func saysWhenTheFileIsDamaged() throws {
        do {
            let store = try StateStore(path: path)
            for round in 1...50 {
                _ = try commit(store, set: ["a\(round)": String(repeating: "x", count: 3000)])
            }
            try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        for page in 2..<20 {
            try file.seek(toOffset: UInt64(page * 4096))
            try file.write(contentsOf: Data(repeating: 0xa5, count: 4096))
        }
        try file.close()
        let error = #expect(throws: StateStoreError.self) { try StateStore(path: path) }
        #expect(error?.code == .damaged)
    }

    @Test func saysWhenANewerMoatWroteTheFile() throws {
        do {
            let store = try StateStore(path: path)
            try store.database.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99: tomorrow')")
            }
        }
        let error = #expect(throws: StateStoreError.self) { try StateStore(path: path) }
        #expect(error?.code == .newerSchema)
    }

    @Test func saysWhenTheDirectoryIsMissing() throws {
        let error = #expect(throws: StateStoreError.self) {
            try StateStore(path: directory.file("not/there/state.sqlite"))
        }
        #expect(error?.code == .unusable)
        #expect(error?.description.contains("No such file or directory") == true)
    }

    @Test func oneDaemonHoldsTheDirectory() throws {
        let path = directory.file("state")
        let first = try StateDirectory(path: path)
        let error = #expect(throws: StateStoreError.self) { try StateDirectory(path: path) }
        #expect(error?.code == .inUse)
        #expect(first.databasePath == path + "/state.sqlite")
    }
}
