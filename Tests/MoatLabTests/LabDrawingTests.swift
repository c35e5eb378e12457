import MoatModel
import Testing

@testable import MoatLab

@Suite struct LabDrawingTests {
    private func status(_ change: (inout LabStatus) -> Void = { _ in }) throws -> LabStatus {
        let plan = try LabPlan(
            ReferenceLab.topology(services: [LabService(.tcp, 443, .text)]), ReferenceLab.resources)
        // A name under which no lab runs.
        let directory = LabDirectory(root: "/nonexistent", name: "ref")
        var status = LabStatus(LabRecord(plan, resources: []), directory: directory)
        for index in status.hosts.indices { status.hosts[index].isUp = true }
        status.state = .up
        change(&status)
        return status
    }

    @Test func drawsTheReferenceTopology() throws {
        #expect(
            LabDrawing(try status()).text == """
                lab ref   up

                    internet  192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8:203::/64
                    │   ├─ web       203.0.113.9, 2001:db8:203::9  text on 443/tcp
                    │   └─ attacker  192.0.2.66
                    │
                  ┌─┴──────────────────────────────┐
                  │ firewall edge                  │
                  │   198.51.100.10                │
                  │   10.0.3.4                     │
                  │   fd00:10:0:3::4               │
                  └─┬──────────────────────────────┘
                    │   virtual network: routes by subnet, longest prefix first
                    │   and user-defined routes over system routes
                  ┌─┴──────────────────────────────┐
                  │ fabric  (.1 of every subnet)   │
                  └─┬──────────────────────────────┘
                    │
                    ├─ aks-vnet/AzureFirewallSubnet  10.0.3.0/24, fd00:10:0:3::/64
                    │   └─ firewall  (above)
                    │
                    ├─ aks-vnet/aks-5-subnet  10.0.5.0/24, fd00:10:0:5::/64
                    │   └─ app-7  10.0.5.7, fd00:10:0:5::7
                    │
                    └─ aks-vnet/ing-4-subnet  10.0.4.0/24
                        └─ ingress  10.0.4.4

                """)
    }

    @Test func saysWhatIsNotRunning() throws {
        let text = LabDrawing(
            try status { status in
                status.state = .broken
                status.hosts[1].processes = [.init(kind: .gateway, pid: 1, isAlive: false)]
                status.hosts[4].isUp = false
            }
        ).text
        #expect(text.contains("lab ref   broken   ! not everything is running"))
        #expect(text.contains("│ firewall edge   ! gateway not running"))
        #expect(text.contains("└─ attacker  192.0.2.66   ! gone"))
    }
}
