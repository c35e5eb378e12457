/// Bounds on what the API keeps in memory.
struct StoreLimits: Sendable {
    /// Of one object, as etcd has it.
    var objectBytes = 3 << 19
    /// Of all objects together.
    var totalBytes = 1 << 30
    /// Steps that a kind's history has, from which watches can go on.
    var historyLength = 10_000
    /// Of all that the steps in a kind's history keep in memory.
    var historyBytes = 64 << 20
    /// Events (those of `kubectl get events`); the oldest make room for new ones.
    var events = 10_000
}
