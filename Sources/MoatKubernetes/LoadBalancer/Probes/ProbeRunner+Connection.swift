import MoatModel
import NIOCore
import NIOPosix
import NIOSSL

extension ProbeRunner {
    private static let lateness = TimeAmount.milliseconds(200)

    /// What comes of asking once. It is over after the target's timeout, whatever comes.
    func ask(_ target: ProbeTarget) -> EventLoopFuture<ProbeOutcome> {
        let promise = loop.makePromise(of: ProbeOutcome.self)
        let timeout = TimeAmount(target.timeout)
        guard let address = try? SocketAddress(ipAddress: target.address.description, port: Int(target.port)) else {
            promise.succeed(.notAsked)
            return promise.futureResult
        }
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(timeout)
        let connection = bootstrap.channelInitializer { [tls] channel in
            guard target.kind != .tcp else { return channel.eventLoop.makeSucceededVoidFuture() }
            return channel.eventLoop.makeCompletedFuture {
                if target.kind == .https {
                    let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                try channel.pipeline.syncOperations.addHandler(HTTPProbeHandler(target, promise))
            }
        }.connect(to: address)
        let end = NIODeadline.now() + timeout
        let deadline = loop.scheduleTask(deadline: end) {
            // A loop that comes so late has not looked at answers in time either.
            let isLate = NIODeadline.now() - end > Self.lateness
            promise.succeed(isLate ? .notAsked : .failure("no answer in time"))
        }
        connection.whenComplete { result in
            switch result {
            // Its time is over, as the deadline says too.
            case .failure(ChannelError.connectTimeout): break
            case .failure(let error): promise.succeed(ProbeOutcome(error))
            case .success where target.kind == .tcp: promise.succeed(.success)
            case .success: break
            }
        }
        return promise.futureResult.always { _ in
            deadline.cancel()
            connection.whenSuccess { $0.close(promise: nil) }
        }
    }
}
