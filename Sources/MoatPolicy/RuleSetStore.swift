/// Collects the nodes of `RuleSets` while dimensions are built.
struct RuleSetStore {
    var leaves = NodeInterner<RuleSets.Leaf>()
    var inner = NodeInterner<RuleSets.Inner>()
}
