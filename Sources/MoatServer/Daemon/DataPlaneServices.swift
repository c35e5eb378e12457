public import MoatGateway
public import ServiceLifecycle

/// A data plane and what has to run for it.
public struct DataPlaneServices: Sendable {
    public var dataPlane: any DataPlane
    /// Started before the first snapshot is put in force, ended after the API.
    public var services: [any Service]

    public init(dataPlane: any DataPlane, services: [any Service] = []) {
        self.dataPlane = dataPlane
        self.services = services
    }
}
