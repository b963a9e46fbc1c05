/// Tells which connections have lost their place in a table: their service is gone, or their server in it.
///
/// An entry does not name the service that it was made by. It is an orphan when no service of the table that could have
/// made it still has its server.
package struct OrphanSearch: Sendable {
    /// The servers of one service, or of all marks of a family.
    private struct Servers {
        private var endpoints: Set<Endpoint> = []
        private var addresses: Set<IPAddress> = []

        mutating func insert(_ endpoint: Endpoint) {
            endpoints.insert(endpoint)
            addresses.insert(endpoint.address)
        }

        func has(_ server: Endpoint) -> Bool {
            // Port 0 in the table: the server gets the port that the client called. Port 0 in an entry: the template is
            // for all ports.
            endpoints.contains(server) || endpoints.contains(Endpoint(server.address, port: 0))
                || (server.port == 0 && addresses.contains(server.address))
        }

        func hasAddress(of server: Endpoint) -> Bool { addresses.contains(server.address) }
    }

    private var services: [ServiceIdentity: Servers] = [:]
    private var marked: [AddressFamily: Servers] = [:]

    /// The port of FTP, whose data connections belong to its service, and whose templates have port 0
    /// (`ip_vs_ftp.c`, `ip_vs_sched_persist()`).
    private static let ftp: UInt16 = 21

    /// Looks for connections that do not belong to these services.
    package init(_ table: some Sequence<ObservedService>) {
        for service in table {
            var servers = Servers()
            for server in service.servers {
                servers.insert(server.configuration.endpoint)
                guard case .firewallMark(_, let family) = service.identity else { continue }
                marked[family, default: Servers()].insert(server.configuration.endpoint)
            }
            services[service.identity] = servers
        }
    }

    /// Whether no service that could have made an entry still has its server.
    package func isOrphan(_ connection: Connection) -> Bool {
        let server = connection.server
        switch connection.target {
        case .firewallMark(let mark):
            let identity = ServiceIdentity.firewallMark(mark, connection.client.address.family)
            return services[identity]?.has(server) != true
        case .endpoint(let called):
            if marked[called.address.family]?.has(server) == true { return false }
            guard let serviceProtocol = ServiceProtocol(connection.protocolName) else { return true }
            func service(_ port: UInt16) -> Servers? {
                services[.endpoint(serviceProtocol, Endpoint(called.address, port: port))]
            }
            return service(called.port)?.has(server) != true && service(0)?.has(server) != true
                && service(Self.ftp)?.hasAddress(of: server) != true
        }
    }
}

extension ServiceProtocol {
    /// The protocol that the kernel's list of connections calls so; nil for those that have no ports.
    package init?(_ name: KernelName) {
        switch name {
        case "TCP": self = .tcp
        case "UDP": self = .udp
        case "SCTP": self = .sctp
        default: return nil
        }
    }
}
