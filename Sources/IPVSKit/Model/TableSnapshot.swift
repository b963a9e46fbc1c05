/// A real server as a backend reports it.
public struct ObservedServer: Hashable, Sendable {
    /// What was configured.
    public var configuration: RealServer
    /// Connections at this moment.
    public var connections: ConnectionCounts
    /// Counters and rates.
    public var statistics: Statistics

    /// Creates an observation; without numbers, one of an idle server.
    public init(
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
    public init(
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

    /// The service and its servers, oldest first, without numbers.
    public var serviceConfiguration: ServiceConfiguration {
        ServiceConfiguration(configuration, servers: servers.reversed().lazy.map(\.configuration))
    }
}

/// What the kernel says of itself.
public struct KernelInfo: Hashable, Sendable {
    /// The version of IPVS, one byte each for major, minor and patch: 0x010201 is 1.2.1.
    public var version: UInt32
    /// The number of buckets in the connection table; 0 while there is none yet.
    public var connectionTableSize: UInt32

    /// Creates what a kernel says.
    public init(version: UInt32, connectionTableSize: UInt32) {
        self.version = version
        self.connectionTableSize = connectionTableSize
    }

    /// `1.2.1`.
    public var versionText: String {
        "\(version >> 16 & 0xFF).\(version >> 8 & 0xFF).\(version & 0xFF)"
    }
}

/// A whole table as a backend reports it.
public struct TableSnapshot: Equatable, Sendable {
    /// The services in the backend's order, which means nothing; sort by identity to print.
    public var services: [ObservedService]
    /// The connection timeouts; nil when the backend does not know them.
    public var timeouts: ConnectionTimeouts?
    /// The running sync daemons, master first; nil when the backend does not know them.
    public var daemons: [SyncDaemon]?

    /// Creates a snapshot.
    public init(
        services: [ObservedService] = [],
        timeouts: ConnectionTimeouts? = nil,
        daemons: [SyncDaemon]? = nil
    ) {
        self.services = services
        self.timeouts = timeouts
        self.daemons = daemons
    }

    /// Hands over the services one by one, as a table does.
    package func forEachService(
        in order: (([ObservedService]) -> [Int])?,
        begin: (_ count: Int) -> Void,
        body: (ObservedService) -> Void
    ) {
        begin(services.count)
        for place in order?(services) ?? Array(services.indices) { body(services[place]) }
    }

    /// What was configured, services sorted by identity, servers oldest first, without numbers.
    public var configuration: TableConfiguration {
        TableConfiguration(
            services: services.sorted { $0.identity < $1.identity }.lazy.map(\.serviceConfiguration),
            timeouts: timeouts,
            daemons: daemons
        )
    }
}
