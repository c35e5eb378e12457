import Logging
import MoatModel
import MoatPolicy

extension DNSLoop {
    /// Serves these sockets and closes those served so far, with their connections.
    func replaceListeners(_ sockets: [ListenerSockets]) {
        for listener in listeners {
            for _ in 0..<listener.flush() { counters.lose(.sendFailed) }
            poller.remove(listener.sockets.datagrams)
            poller.remove(listener.sockets.connections)
            targets[listener.datagramToken] = nil
            targets[listener.connectionToken] = nil
        }
        for connection in connections.values { close(connection) }
        // Whoever waits for an answer keeps a socket open, and its port taken.
        for exchange in Array(exchanges.values) + held.values.map(\.exchange) { exchange.requesters = [] }
        listeners = sockets.map { sockets in
            let listener = Listener(
                sockets, datagramToken: newToken(), connectionToken: newToken(), maximumSize: maximumUDPSize)
            targets[listener.datagramToken] = .datagrams(listener)
            targets[listener.connectionToken] = .connections(listener)
            if !poller.add(sockets.datagrams, listener.datagramToken, .read)
                || !poller.add(sockets.connections, listener.connectionToken, .read)
            {
                shared.logger.error("epoll does not take the sockets of \(sockets.address)")
            }
            return listener
        }
        publishServers()
    }

    /// Asks other servers from now on. One that is this proxy itself is left out: it would
    /// only ever ask itself.
    func replaceServers(_ addresses: [DNSServerAddress]) {
        let snapshot = shared.inForce.current
        let ports = Set(listeners.map(\.sockets.address.port) + [configuration.port])
        func isOwn(_ server: DNSServerAddress) -> Bool {
            ports.contains(server.port)
                && (configuration.listenAddresses.contains(server.address)
                    || listeners.contains { $0.sockets.address.address == server.address }
                    || snapshot?.isOwnAddress(server.address) == true)
        }
        ownServers = addresses.filter(isOwn)
        let known = Dictionary(uniqueKeysWithValues: servers.map { ($0.address, $0) })
        var seen: Set<DNSServerAddress> = []
        servers = addresses.filter { !isOwn($0) && seen.insert($0).inserted }.map { known[$0] ?? UpstreamServer($0) }
        if Set(servers.map(\.address)) != Set(known.keys) {
            // Other servers may know other names.
            cache.removeAll()
            shared.hosts.removeAll()
            refreshFailed()
        }
        publishServers()
    }

    /// Answers what came to a listening address; a few batches, so that others get their turn.
    func receiveDatagrams(_ listener: Listener) {
        for _ in 0..<32 {
            let count = incoming.receive(from: listener.sockets.datagrams)
            for index in 0..<count {
                let address = incoming.address(index)
                guard let endpoint = address.endpoint else { continue }
                counters.queriesUDP += 1
                guard !incoming.isCut(index) else {
                    counters.lose(.malformed)
                    continue
                }
                handle(
                    incoming.payload(index),
                    from: Client(path: .datagram(listener), address: address, endpoint: endpoint))
            }
            for _ in 0..<listener.flush() { counters.lose(.sendFailed) }
            guard count > 0 else { return }
        }
    }
}
