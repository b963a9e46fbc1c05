/// A real server as a backend reports it.
public struct ObservedServer: Hashable, Sendable {
    /// What was configured.
    public var configuration: RealServer
    /// Connections at this moment.
    public var connections: ConnectionCounts
    /// Counters and rates.
    public var statistics: Statistics

    /// Creates an observation; without numbers, one of an idle server.
    package init(
        _ configuration: RealServer,
        connections: ConnectionCounts = ConnectionCounts(),
        statistics: Statistics = Statistics()
    ) {
        self.configuration = configuration
        self.connections = connections
        self.statistics = statistics
    }
}

/// A virtual service as a backend reports it, with its servers.
public struct ObservedService: Hashable, Sendable {
    /// What was configured.
    public var configuration: VirtualService
    /// Counters and rates.
    public var statistics: Statistics
    /// The servers in the kernel's order: newest first.
    public var servers: [ObservedServer]

    /// Creates an observation.
    package init(
        _ configuration: VirtualService,
        statistics: Statistics = Statistics(),
        servers: [ObservedServer] = []
    ) {
        self.configuration = configuration
        self.statistics = statistics
        self.servers = servers
    }

    /// What makes the service the one it is.
    public var identity: ServiceIdentity { configuration.identity }

    /// The server at an endpoint; nil if there is none.
    public subscript(endpoint: Endpoint) -> ObservedServer? {
        servers.first { $0.configuration.endpoint == endpoint }
    }

    /// The service and its servers, oldest first, without numbers.
    public var serviceConfiguration: ServiceConfiguration {
        ServiceConfiguration(configuration, servers: servers.reversed().lazy.map(\.configuration))
    }
}
