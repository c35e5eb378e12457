import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

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
        let tls = try spec.services.contains(where: \.tls) ? serverContext() : nil
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            for service in spec.services {
                for address in spec.addresses { try await listen(service, at: address, tls, group) }
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

    private func serverContext() throws -> NIOSSLContext {
        guard let folder = spec.authority else {
            throw LabError("\(spec.host) has sites with TLS and is not told of the lab's authority")
        }
        let authority = try LabAuthority(readFrom: folder)
        return try SiteCertificates(authority: authority, names: spec.names, host: spec.host).serverContext()
    }

    private func listen(
        _ service: LabService, at address: String, _ tls: NIOSSLContext?, _ group: MultiThreadedEventLoopGroup
    ) async throws {
        do {
            let socketAddress = try SocketAddress(ipAddress: address, port: Int(service.port))
            switch service.protocol {
            case .tcp:
                _ = try await ServerBootstrap(group: group)
                    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                    .serverChannelOption(.backlog, value: 1024)
                    .childChannelInitializer { channel in
                        configure(channel, service, tls)
                    }
                    .bind(to: socketAddress).get()
            case .udp:
                _ = try await DatagramBootstrap(group: group)
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try configureDatagrams(channel, service)
                        }
                    }
                    .bind(to: socketAddress).get()
            }
        } catch {
            throw LabError("\(spec.host) cannot serve \(service) at \(address): \(error)")
        }
    }

    private func configure(
        _ channel: any Channel, _ service: LabService, _ tls: NIOSSLContext?
    ) -> EventLoopFuture<Void> {
        do {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(IdleStateHandler(allTimeout: Self.idleLimit))
            try pipeline.addHandler(IdleCloser())
            switch service.respond {
            case .http:
                try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                try pipeline.addHandler(HTTPResponder(service, host: spec.host))
            case .echo:
                try pipeline.addHandler(BackPressureHandler())
                try pipeline.addHandler(EchoResponder())
            case .text:
                try pipeline.addHandler(TextResponder(service, host: spec.host))
            case .dns:
                try pipeline.addHandler(
                    ByteToMessageHandler(DNSStreamResponder(domains()), maximumBufferSize: 1 << 17))
            case .site:
                let site = Site(service: service, host: spec.host)
                return SitePipeline(site: site, tls: service.tls ? tls : nil).configure(channel)
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    private func configureDatagrams(_ channel: any Channel, _ service: LabService) throws {
        let pipeline = channel.pipeline.syncOperations
        if service.respond == .dns {
            try pipeline.addHandler(DNSDatagramResponder(domains()))
        } else {
            try pipeline.addHandler(DatagramResponder(service, host: spec.host))
        }
    }

    /// Without a file there is no name at all.
    private func domains() -> DomainFile {
        DomainFile(path: spec.domains ?? "")
    }
}
