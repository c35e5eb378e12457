import MoatLab
import Testing

@Suite struct LabNameTests {
    @Test(arguments: ["a", "aks", "aks-firewall", "7", String(repeating: "a", count: 40)])
    func valid(_ name: String) {
        #expect(LabName.isValid(name))
    }

    @Test(arguments: ["", "-", "-a", "a-", "A", "a.b", "a/b", "..", "a b", "ä", String(repeating: "a", count: 41)])
    func invalid(_ name: String) {
        #expect(!LabName.isValid(name))
    }
}
