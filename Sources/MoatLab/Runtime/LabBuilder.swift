import MoatModel

/// Carries out the network part of a plan.
struct LabBuilder {
    let plan: LabPlan

    func build() throws {
        for node in plan.nodes {
            try Task.checkCancellation()
            try IPTool.run(["netns", "add", node.namespace])
            // Before there are interfaces, which take their settings from here.
            try write(node.sysctls, in: node.namespace)
        }
        for node in plan.nodes {
            try IPTool.batch(IPBatch.links(of: node, plan.cables), in: node.namespace)
        }
        for node in plan.nodes {
            try Task.checkCancellation()
            try IPTool.batch(IPBatch.settings(of: node, plan.cables), in: node.namespace)
            try IPTool.batch(IPBatch.rules(of: node, .ipv4), in: node.namespace, options: ["-4"])
            if plan.usesIPv6 {
                try IPTool.batch(IPBatch.rules(of: node, .ipv6), in: node.namespace, options: ["-6"])
            }
        }
    }

    private func write(_ sysctls: [LabNode.Sysctl], in namespace: String) throws {
        guard !sysctls.isEmpty else { return }
        // /proc/sys/net shows the namespace of the thread that opens it.
        try NetworkNamespace(name: namespace).withNamespace {
            for sysctl in sysctls { try FileSystem.write(sysctl.value, to: "/proc/sys/net/\(sysctl.path)") }
        }
    }
}
