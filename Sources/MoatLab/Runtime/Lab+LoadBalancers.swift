extension Lab {
    /// Sockets of the load balancers in the lab's fabric, those that have ended among them.
    /// - Throws: `LabError` where the lab is not up.
    public func loadBalancers() throws -> [String] {
        _ = try record()
        let count = ProcessLedger(path: directory.processes).entries.filter { $0.kind == .loadBalancer }.count
        return (0..<count).map { directory.loadBalancer($0 + 1) }
    }
}
