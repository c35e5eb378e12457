import Foundation
import GRDB
import MoatDNS
import MoatModel
import Testing

@testable import MoatServer

@Suite struct LearnedAddressDatabaseTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("names.sqlite")
    }

    @Test func whatWasSavedIsThereAgain() throws {
        let address = LearnedAddress(
            name: "ntp.ubuntu.com", address: try #require(IPAddress("203.0.113.53")),
            lastSeen: Date(timeIntervalSince1970: 1_795_600_000))
        try LearnedAddressDatabase(path: path).save([address])
        let again = try LearnedAddressDatabase(path: path)
        #expect(try again.load() == [address])
        try again.remove([address])
        #expect(try LearnedAddressDatabase(path: path).load().isEmpty)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func saysWhenTheFileIsDamaged() throws {
        try Data("This is a shopping list: milk, bread, a firewall. And more text than a header has.".utf8).write(
            to: URL(fileURLWithPath: path))
        let error = #expect(throws: StateStoreError.self) { try LearnedAddressDatabase(path: path) }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains("learned anew") == true)
    }

    @Test func saysWhenANewerMoatWroteTheFile() throws {
        _ = try LearnedAddressDatabase(path: path)
        try DatabaseQueue(path: path).write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99: from tomorrow')")
        }
        let error = #expect(throws: StateStoreError.self) { try LearnedAddressDatabase(path: path) }
        #expect(error?.code == .newerSchema)
    }
}
