import Foundation
import Logging
import MoatModel

@testable import MoatServer

/// A controller on a store of its own, with a gate that only takes notes and a clock that
/// stands still.
struct ControllerFixture {
    let directory: TemporaryDirectory
    let store: StateStore
    let dataPlane: RecordingDataPlane
    let clock: ManualClock
    let controller: Controller

    static let order = ChangeOrder(by: "ada", comment: "apply")

    /// Opens and starts; with `directory`, what another fixture left behind.
    init(
        directory: TemporaryDirectory? = nil, clock: ManualClock = ManualClock(), serviceTags: ServiceTagCatalog? = nil
    ) async throws {
        self.directory = try directory ?? TemporaryDirectory()
        self.clock = clock
        store = try StateStore(path: self.directory.file("state.sqlite"))
        dataPlane = RecordingDataPlane()
        controller = try Controller(
            store: store, dataPlane: dataPlane, firewall: "edge", serviceTags: serviceTags, clock: clock,
            now: { clock.date }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await controller.start()
    }

    func apply(_ texts: String..., order: ChangeOrder = order) async throws -> ApplyReport {
        try await controller.apply(texts.flatMap { try Manifest.documents($0) }, order)
    }

    /// The firewall with the group `egress/team`.
    func applyReference() async throws -> ApplyReport {
        try await apply(Manifest.network, Manifest.group([("https", 443), ("dns", 53)]))
    }

    func names() async throws -> [String] {
        try await controller.documents().map { try ResourceCoding.resource($0).key.description }
    }

    /// Waits until somebody sleeps on the clock.
    func waitForSleeper() async throws {
        try await eventually { clock.sleeperCount > 0 }
    }

    /// Waits until something holds, for five seconds at most.
    func eventually(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<500 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TimedOut()
    }

    struct TimedOut: Error {}
}
