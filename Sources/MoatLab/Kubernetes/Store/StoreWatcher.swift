/// Whoever follows the objects of a kind.
protocol StoreWatcher: AnyObject, Sendable {
    /// Takes the next step. It is called while the store is locked, so it only keeps the step
    /// for later, and never calls the store.
    func deliver(_ change: StoreChange)
}
