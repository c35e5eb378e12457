import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves what a `ResponderSpec` says, in the network namespace that this process is in.
///
/// For laboratories: it answers anybody, and it answers anything. A connection that is
/// idle for a minute is closed.
public struct Responder: Sendable {
    public let spec: ResponderSpec

    static let idleLimit = TimeAmount.seconds(60)

    public init(spec: ResponderSpec) {
        self.spec = spec
    }

    /// Runs until the task is cancelled.
    /// - Parameter ready: Called once every service listens.
    /// - Throws: `LabError` where an address or a port cannot be had.
    public func run(ready: @Sendable () -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            for service in spec.services {
                for address in spec.addresses { try await listen(service, at: address, group) }
            }
            ready()
            while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
        } catch is CancellationError {
            try await group.shutdownGracefully()
            return
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func listen(_ service: LabService, at address: String, _ group: MultiThreadedEventLoopGroup) async throws {
        let host = spec.host
        do {
            let socketAddress = try SocketAddress(ipAddress: address, port: Int(service.port))
            switch service.protocol {
            case .tcp:
                _ = try await ServerBootstrap(group: group)
                    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                    .serverChannelOption(.backlog, value: 1024)
                    .childChannelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try Self.configure(channel, service, host)
                        }
                    }
                    .bind(to: socketAddress).get()
            case .udp:
                _ = try await DatagramBootstrap(group: group)
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(DatagramResponder(service, host: host))
                        }
                    }
                    .bind(to: socketAddress).get()
            }
        } catch {
            throw LabError("\(host) cannot serve \(service) at \(address): \(error)")
        }
    }

    private static func configure(_ channel: any Channel, _ service: LabService, _ host: String) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(IdleStateHandler(allTimeout: idleLimit))
        try pipeline.addHandler(IdleCloser())
        switch service.respond {
        case .http:
            try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
            try pipeline.addHandler(HTTPResponder(service, host: host))
        case .echo:
            try pipeline.addHandler(BackPressureHandler())
            try pipeline.addHandler(EchoResponder())
        case .text:
            try pipeline.addHandler(TextResponder(service, host: host))
        }
    }
}
