import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

@Suite("explanations, each beside its flow") struct ExplanationGoldenTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        var flow: String
        var text: String

        var testDescription: String { flow }

        init(_ flow: String, _ text: String) {
            self.flow = flow
            self.text = text
        }
    }

    @Test(arguments: goldens)
    func explains(_ golden: Golden) throws {
        let scene = try AnalysisScene()
        let snapshot = try scene.compile()
        let flow = try FlowExpression(parsing: golden.flow).flow(in: snapshot)
        #expect(explain(flow, snapshot, scene.resources).text == golden.text)
    }

    private static let goldens = [
        Golden(
            "10.0.5.9 203.0.113.9:8443",
            """
            DENY   default: no rule matched                         policy aks
              flow           10.0.5.9:49152 -> 203.0.113.9:8443/tcp, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           not inbound: 203.0.113.9 is no address of the firewall
              network        7 rules looked at; nearest: team/allow/web-tls   source ok, destination ok, port 8443 is not 443
            What would allow it:
              team/allow/web-tls: destinationPorts + 8443   (opens 10.0.5.0/24 -> 203.0.113.0/26:8443/tcp)
              or new Allow rule 10.0.5.9 -> 203.0.113.9:8443/tcp in team/allow
            """),
        Golden(
            "10.0.5.9 203.0.113.9:443",
            """
            ALLOW  network: team/allow/web-tls                      policy aks
              flow           10.0.5.9:49152 -> 203.0.113.9:443/tcp, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           not inbound: 203.0.113.9 is no address of the firewall
              network        3 of 7 rules looked at; team/allow/web-tls allows 10.0.5.0/24 -> 203.0.113.0/26:443/tcp
              snat           leaves as 198.51.100.10
            What would deny it:
              new Deny rule 10.0.5.9 -> 203.0.113.9:443/tcp in a new collection team/deny-before-allow (policy aks, priority 309), judged before team/allow/web-tls
              or remove team/allow/web-tls
            """),
        Golden(
            "10.0.5.7 203.0.113.9:443",
            """
            ALLOW  network: team/allow/web-tls                      policy aks
              flow           10.0.5.7:49152 -> 203.0.113.9:443/tcp, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           not inbound: 203.0.113.9 is no address of the firewall
              network        3 of 7 rules looked at; team/allow/web-tls allows 10.0.5.0/24 -> 203.0.113.0/26:443/tcp
              snat           leaves as 198.51.100.10
            What would deny it:
              new Deny rule 10.0.5.7 -> 203.0.113.9:443/tcp in a new collection team/deny-before-allow (policy aks, priority 309), judged before team/allow/web-tls
              or remove all of team/allow/web-tls, team/allow/again, since each of them allows it
            """),
        Golden(
            "10.0.5.7 203.0.113.66:443",
            """
            DENY   network: net/never/bad                           policy aks
              flow           10.0.5.7:49152 -> 203.0.113.66:443/tcp, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           not inbound: 203.0.113.66 is no address of the firewall
              network        1 of 7 rules looked at; net/never/bad denies * -> 203.0.113.66/any
            What would allow it:
              new Allow rule 10.0.5.7 -> 203.0.113.66:443/tcp in a new group before-net (policy baseline, priority 199), judged before net/never/bad
            """),
        Golden(
            "10.0.5.7 8.8.8.8/icmp",
            """
            DENY   default: no rule matched                         policy aks
              flow           10.0.5.7 -> 8.8.8.8/icmp, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           not inbound: 8.8.8.8 is no address of the firewall
              network        7 rules looked at; nearest: net/infrastructure/dns   source ok, destination 8.8.8.8 is not 203.0.113.53, protocol ICMP is not UDP
            What would allow it:
              new Allow rule 10.0.5.7 -> 8.8.8.8/icmp in team/allow
            """),
        Golden(
            "10.0.5.7 203.0.113.53/47",
            """
            DENY   default: no rule matched                         policy aks
              flow           10.0.5.7 -> 203.0.113.53/47, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           not inbound: 203.0.113.53 is no address of the firewall
              network        7 rules looked at; nearest: net/infrastructure/dns   source ok, destination ok, protocol 47 is not UDP
            What would allow it:
              new Allow rule 10.0.5.7 -> 203.0.113.53/47 in team/allow, with protocol Any, as rules can't name 47
            """),
        Golden(
            "203.0.113.50 198.51.100.10:80",
            """
            ALLOW  dnat: edge/inbound/web                           policy aks
              flow           203.0.113.50:49152 -> 198.51.100.10:80/tcp, from the public side of edge
              route          arrives at public address 198.51.100.10 (edge-ip)
              threat intel   no feed has a list
              dnat           1 of 2 rules looked at; edge/inbound/web sends it to 10.0.4.4:8080 and lets it in
              network        not looked at: a DNAT rule has let the flow in
              snat           keeps 203.0.113.50: the server sees the client (inboundSnat is off)
              way back       ! 10.0.4.0/24 has no route to the firewall (10.0.3.4): the answer never reaches it
            What would deny it:
              remove edge/inbound/web
            """),
        Golden(
            "203.0.113.51 198.51.100.10:22",
            """
            DENY   default: 198.51.100.10 is the firewall's own address, and no DNAT rule claims the flow  policy aks
              flow           203.0.113.51:49152 -> 198.51.100.10:22/tcp, from the public side of edge
              route          arrives at public address 198.51.100.10 (edge-ip)
              threat intel   no feed has a list
              dnat           2 rules looked at; nearest: edge/inbound/web   source ok, destination ok, port 22 is not 80 or 443
              network        not looked at: network rules never open the firewall's own addresses
            What would allow it:
              edge/inbound/web: destinationPorts + 22   (opens * -> 198.51.100.10:22/tcp)
              or new DNAT rule for 198.51.100.10:22/tcp to the server that should answer
            """),
        Golden(
            "203.0.113.51 198.51.100.10/icmp",
            """
            DENY   default: 198.51.100.10 is the firewall's own address, and no DNAT rule claims the flow  policy aks
              flow           203.0.113.51 -> 198.51.100.10/icmp, from the public side of edge
              route          arrives at public address 198.51.100.10 (edge-ip)
              threat intel   no feed has a list
              dnat           2 rules looked at; nearest: edge/inbound/web   source ok, destination ok, protocol ICMP is not TCP
              network        not looked at: network rules never open the firewall's own addresses
            Nothing would allow it: DNAT alone leads through a public address, and DNAT is for TCP and UDP.
            """),
        Golden(
            "10.0.5.7 198.51.100.10:443",
            """
            ALLOW  dnat: edge/inbound/web                           policy aks
              flow           10.0.5.7:49152 -> 198.51.100.10:443/tcp, from the private side of edge
              route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
              threat intel   no feed has a list
              dnat           1 of 2 rules looked at; edge/inbound/web sends it to 10.0.4.4:8080 and lets it in
              network        not looked at: a DNAT rule has let the flow in
              snat           leaves as 10.0.3.4, the firewall's private address: client and server are both inside, and the reply must come back through the firewall
            What would deny it:
              remove edge/inbound/web
            """),
        Golden(
            "10.0.4.4 203.0.113.9:443",
            """
            DENY   default: no rule matched                         policy aks
              flow           10.0.4.4:49152 -> 203.0.113.9:443/tcp, from the private side of edge
              route          ! 10.0.4.0/24 has no route to the firewall (10.0.3.4): this flow never reaches it
              threat intel   no feed has a list
              dnat           not inbound: 203.0.113.9 is no address of the firewall
              network        7 rules looked at; nearest: team/allow/web-tls   destination ok, port ok, source 10.0.4.4 is not in 10.0.5.0/24
            What would allow it:
              team/allow/web-tls: sourceAddresses + 10.0.4.4   (opens 10.0.4.4 -> 203.0.113.0/26:443/tcp)
              or new Allow rule 10.0.4.4 -> 203.0.113.9:443/tcp in team/allow
            """),
        Golden(
            "fd00:10:0:5::7 [2001:db8::9]:443",
            """
            ALLOW  network: team/allow/v6                           policy aks
              flow           [fd00:10:0:5::7]:49152 -> [2001:db8::9]:443/tcp, from the private side of edge
              route          fd00:10:0:5::/64 sends ::/0 to fd00:10:0:3::4 (aks-routes/default-v6)
              threat intel   no feed has a list
              dnat           not inbound: 2001:db8::9 is no address of the firewall
              network        5 of 7 rules looked at; team/allow/v6 allows fd00:10:0:5::/64 -> [2001:db8::9]:443/tcp
              snat           keeps fd00:10:0:5::7: IPv6 is never translated
            What would deny it:
              new Deny rule fd00:10:0:5::7 -> [2001:db8::9]:443/tcp in a new collection team/deny-before-allow (policy aks, priority 309), judged before team/allow/v6
              or remove team/allow/v6
            """),
        Golden(
            "fd00:10:0:5::7 [2001:db8::9]:80",
            """
            DENY   default: no rule matched                         policy aks
              flow           [fd00:10:0:5::7]:49152 -> [2001:db8::9]:80/tcp, from the private side of edge
              route          fd00:10:0:5::/64 sends ::/0 to fd00:10:0:3::4 (aks-routes/default-v6)
              threat intel   no feed has a list
              dnat           not inbound: 2001:db8::9 is no address of the firewall
              network        7 rules looked at; nearest: team/allow/v6   source ok, destination ok, port 80 is not 443
            What would allow it:
              team/allow/v6: destinationPorts + 80   (opens fd00:10:0:5::/64 -> [2001:db8::9]:80/tcp)
              or new Allow rule fd00:10:0:5::7 -> [2001:db8::9]:80/tcp in team/allow
            """),
        Golden(
            "10.0.5.7 10.0.4.4:80",
            """
            ALLOW  network: team/allow/inner                        policy aks
              flow           10.0.5.7:49152 -> 10.0.4.4:80/tcp, from the private side of edge
              route          10.0.5.0/24 sends 10.0.4.0/24 to 10.0.3.4 (aks-routes/to-ing)
              threat intel   no feed has a list
              dnat           not inbound: 10.0.4.4 is no address of the firewall
              network        6 of 7 rules looked at; team/allow/inner allows 10.0.5.0/24 -> 10.0.4.0/24:80/tcp
              snat           keeps 10.0.5.7: 10.0.4.4 is in the private range 10.0.0.0/8
              way back       ! 10.0.4.0/24 reaches 10.0.0.0/16 within the virtual network (system route), not through the firewall (10.0.3.4): the answer never reaches it
            What would deny it:
              new Deny rule 10.0.5.7 -> 10.0.4.4:80/tcp in a new collection team/deny-before-allow (policy aks, priority 309), judged before team/allow/inner
              or remove team/allow/inner
            """),
        Golden(
            "10.0.5.7 10.0.3.4:22",
            """
            DENY   default: 10.0.3.4 is the firewall's own address, and no DNAT rule claims the flow  policy aks
              flow           10.0.5.7:49152 -> 10.0.3.4:22/tcp, from the private side of edge
              route          10.0.5.0/24 reaches the firewall's own address 10.0.3.4 within the virtual network
              threat intel   no feed has a list
              dnat           2 rules looked at; none is near
              network        not looked at: network rules never open the firewall's own addresses
            Nothing would allow it: no rule opens the firewall's private address.
            """),
    ]
}
