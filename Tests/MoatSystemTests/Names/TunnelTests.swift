import Foundation
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    @Suite struct TunnelTests {
        /// TLS tunnels with a rule each; one of the rules goes.
        @Test func aTunnelIsCutWhenItsRuleGoesAndOthersLive() throws {
            try SystemLab.with { lab throws in
                try lab.apply(
                    Rules.group("first", priority: 600, Rules.sites("evil.example")),
                    Rules.group("second", priority: 610, Rules.sites("cdn.example")))
                // Sends a request every tenth of a second and says how each went.
                let script = """
                    import http.client, ssl, sys, time
                    hosts = ["evil.example", "cdn.example"]
                    links = {}
                    for host in hosts:
                        links[host] = http.client.HTTPSConnection(host, timeout=5)
                        links[host].connect()
                        links[host].auto_open = 0
                    def ask(host):
                        try:
                            links[host].request("GET", "/")
                            return str(links[host].getresponse().read())[2:14]
                        except Exception as error:
                            return "cut"
                    for line in sys.stdin:
                        print(" ".join(ask(host) for host in hosts), flush=True)
                    """
                let folder = try TemporaryFolder()
                try folder.write(script, to: "client.py")
                let client = try Conversation(
                    ["python3", "\(folder.path)/client.py"], in: lab.host("app-7"))
                #expect(client.ask() == "evil.example cdn.example ")
                let start = ContinuousClock.now
                try lab.delete("rcg", "aks-egress/first")
                let elapsed = ContinuousClock.now - start
                #expect(client.ask() == "cut cdn.example ")
                #expect(elapsed < .seconds(5))
                #expect(client.ask() == "cut cdn.example ")
            }
        }
    }
}
