import Foundation
import Hummingbird
import Logging
import NIOCore

/// A request with the channel that it came on.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The name of the user at the other end, as the kernel knows it (SO_PEERCRED,
    /// unix(7)): nobody can claim to be somebody else.
    func user() async -> String {
        guard let options = channel as? any SocketOptionProvider else { return "unknown" }
        let credentials: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        guard let peer = try? await credentials.get() else { return "unknown" }
        return Self.userName(peer.userIdentifier) ?? "uid \(peer.userIdentifier)"
    }

    /// `struct ucred`
    private struct PeerCredentials: Sendable {
        var processIdentifier: Int32
        var userIdentifier: UInt32
        var groupIdentifier: UInt32
    }

    private static func userName(_ identifier: UInt32) -> String? {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        guard getpwuid_r(identifier, &entry, &buffer, buffer.count, &result) == 0, let result,
            let name = result.pointee.pw_name
        else { return nil }
        return String(cString: name)
    }
}
