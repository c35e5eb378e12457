import ArgumentParser

struct ThreatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "threat",
        abstract: "Look at the threat feeds, ask them, fetch them again.",
        discussion: """
            Feeds are ThreatIntelFeed resources; `threatIntelMode` of the policy says whether what they list is \
            recorded (Alert) or refused (Deny), before any rule. A feed that cannot be read keeps its last good list.

              moat threat list
              moat threat test 203.0.113.66
              moat logs --table AZFWThreatIntel
            """,
        subcommands: [
            ThreatListCommand.self, ThreatTestCommand.self, ThreatRefreshCommand.self, ThreatConfirmCommand.self,
        ])
}
