/// A whole table as a backend reports it.
public struct TableSnapshot: Equatable, Sendable {
    /// The services in the backend's order, which means nothing; sort by identity to print.
    public var services: [ObservedService]
    /// The connection timeouts; nil when the backend does not know them.
    public var timeouts: ConnectionTimeouts?
    /// The running sync daemons, master first; nil when the backend does not know them.
    public var daemons: [SyncDaemon]?
    /// Whether the table came to rest; otherwise services or servers may be missing, or out of date.
    public var isSettled: Bool
    /// Lines of the kernel's file that could not be read, so that what they say is missing; nil if there are none.
    public var unreadable: UnreadableLines?

    /// Creates a snapshot.
    package init(
        services: [ObservedService] = [],
        timeouts: ConnectionTimeouts? = nil,
        daemons: [SyncDaemon]? = nil,
        isSettled: Bool = true
    ) {
        self.isSettled = isSettled
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

    /// The service of an identity; nil if there is none.
    ///
    /// It looks through all services. To look up many, make a dictionary of them.
    public subscript(identity: ServiceIdentity) -> ObservedService? {
        services.first { $0.identity == identity }
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
