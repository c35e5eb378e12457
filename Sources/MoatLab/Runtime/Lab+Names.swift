import FoundationEssentials

extension Lab {
    /// What the machines of a plan find in their files: the lab's names, its certificate
    /// authority, and whom to ask.
    func writeFiles(of plan: LabPlan) throws {
        try DomainFile.write(plan.domains, to: directory.domains)
        try LabAuthority(now: .now).write(to: directory.authority, trust: directory.trust)
        for node in plan.nodes { try MachineFilesWriter(directory: directory).write(node) }
    }

    /// Puts other names in the place of those that the lab's DNS answers for, from the next
    /// question on.
    /// - Throws: `LabError` where the lab is not up, `SystemError`.
    public func setNames(_ domains: [LabDomain]) throws {
        _ = try record()
        try DomainFile.write(domains, to: directory.domains)
    }
}
