import MoatModel
import Testing

struct AddressSpecifierTests {
    @Test func everySpecifierReadsBackAsItself() {
        var generator = ValueGenerator(seed: 8)
        for _ in 0..<5_000 {
            let specifier = generator.specifier(any: true, tags: true)
            #expect(AddressSpecifier(specifier.description) == specifier)
        }
    }

    /// A slip in an address must not turn it into the name of a service tag.
    @Test(arguments: [
        "10.0.0.256", "10.0.0.1/33", "10.0.0.1/24", "::g", "fe80::1%eth0", "", "10.0.0.0-", "a b", "a/b", "a:b", "ä",
        "_a", "0x10",
    ])
    func neitherAddressNorTag(_ text: String) {
        #expect(AddressSpecifier(text) == nil)
    }

    @Test func theFourForms() throws {
        #expect(AddressSpecifier("*") == .any)
        #expect(AddressSpecifier("10.0.0.4") == .prefix(try #require(IPPrefix("10.0.0.4/32"))))
        #expect(AddressSpecifier("10.0.0.0/24") == .prefix(try #require(IPPrefix("10.0.0.0/24"))))
        #expect(AddressSpecifier("10.0.0.4-10.0.0.9") == .range(try #require(IPRange("10.0.0.4-10.0.0.9"))))
        #expect(AddressSpecifier("AzureCloud.westeurope") == .serviceTag("AzureCloud.westeurope"))
    }
}
