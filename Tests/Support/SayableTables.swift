package import IPVSKit

extension TableConfiguration {
    /// The same table without what rules cannot say.
    package var sayable: TableConfiguration {
        var table = TableConfiguration(services: [], timeouts: timeouts, daemons: daemons)
        for entry in services {
            var service = entry.service
            service.flags.formIntersection(.settable)
            if service.identity.serviceProtocol.map({ $0 != .udp }) ?? false { service.isOnePacket = false }
            if !service.flags.contains(.persistent) {
                if service.identity.port == 0 { continue }
                service.timeout = 0
            }
            let servers = entry.servers.compactMap { $0.sayable(in: service.identity) }
            table.services[service.identity] = ServiceConfiguration(service, servers: servers)
        }
        return table
    }
}

extension RealServer {
    fileprivate func sayable(in identity: ServiceIdentity) -> RealServer? {
        guard method.rawValue != 1, method.rawValue < 4 else { return nil }
        if method.keepsPort, let port = identity.port, port != endpoint.port { return nil }
        var server = self
        switch (method, tunnel.type) {
        case (.tunnel, .gue): server.tunnel.flags = tunnel.flags.intersection(.checksum)
        case (.tunnel, .gre):
            server.tunnel = Tunnel(type: .gre, flags: tunnel.flags.intersection(.checksum))
        default: server.tunnel = .ipip
        }
        return server
    }
}
