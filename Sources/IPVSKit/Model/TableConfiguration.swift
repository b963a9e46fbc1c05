/// A virtual service with its real servers, as they can be configured.
public struct ServiceConfiguration: Hashable, Sendable {
    /// The service.
    public var service: VirtualService
    /// Its servers, oldest first: the order in which they are added.
    public var servers: KeyedList<Endpoint, RealServer>

    /// Creates a service with servers; of two with the same endpoint the later one counts.
    public init(_ service: VirtualService, servers: some Sequence<RealServer> = []) {
        self.service = service
        self.servers = KeyedList(servers)
    }

    /// Combines what tells services apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(service)
        hasher.combine(servers.count)
    }
}

extension ServiceConfiguration: KeyedElement {
    /// The service's identity.
    public var key: ServiceIdentity { service.identity }
}

extension RealServer: KeyedElement {
    /// The server's endpoint.
    public var key: Endpoint { endpoint }
}

/// Everything that a user can ask of an IPVS table.
///
/// A difference between two tables is always one between two configurations: counters and connections
/// are in ``TableSnapshot``.
public struct TableConfiguration: Equatable, Sendable {
    /// The services, in the order in which they were added.
    public var services: KeyedList<ServiceIdentity, ServiceConfiguration>
    /// The connection timeouts; nil when nothing is said of them.
    public var timeouts: ConnectionTimeouts?
    /// The running sync daemons, master first; nil when nothing is said of them.
    public var daemons: [SyncDaemon]?

    /// Creates an empty configuration that says nothing of timeouts and daemons.
    public init() {
        services = KeyedList()
    }

    /// Creates a configuration of services; of two with the same identity the later one counts.
    public init(
        services: some Sequence<ServiceConfiguration>,
        timeouts: ConnectionTimeouts? = nil,
        daemons: [SyncDaemon]? = nil
    ) {
        self.services = KeyedList(services)
        self.timeouts = timeouts
        self.daemons = daemons
    }
}

extension TableConfiguration {
    /// The first server of another address family than its service.
    var mixedServer: (Endpoint, ServiceIdentity)? {
        for entry in services {
            let identity = entry.service.identity
            let server = entry.servers.first { $0.endpoint.address.family != identity.family }
            if let server { return (server.endpoint, identity) }
        }
        return nil
    }
}
