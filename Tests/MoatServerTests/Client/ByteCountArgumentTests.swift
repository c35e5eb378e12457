import Testing

@testable import moat

@Suite struct ByteCountArgumentTests {
    @Test(arguments: [
        ("500MB", 500_000_000), ("10GB", 10_000_000_000), ("1TB", 1_000_000_000_000), ("7kB", 7000), ("0B", 0),
        ("10gb", 10_000_000_000), ("5KB", 5000), ("999999999GB", 999_999_999_000_000_000),
    ])
    func reads(text: String, bytes: Int) throws {
        #expect(try #require(ByteCountArgument(text)).bytes == bytes)
    }

    @Test(arguments: [
        "", "10", "GB", "10 GB", "-1GB", "+1GB", "1.5GB", "10GiB", "10G", "1GB5MB", "٥GB", "1000000000B",
        "999999999TB",
    ])
    func refuses(text: String) {
        #expect(ByteCountArgument(text) == nil)
    }

    @Test(arguments: ["500MB", "10GB", "1TB", "1001kB", "7B", "0B"])
    func printsAsPeopleWriteIt(text: String) throws {
        #expect(try #require(ByteCountArgument(text)).description == text)
    }
}
