/// What makes a plan look like a mistake; each has to be allowed by name.
public enum PlanHazard: Hashable, Sendable {
    /// A service that had servers with a weight would have none.
    case noUsableServer(ServiceIdentity)
    /// More than half of the services would be deleted.
    case deletesServices(count: Int, of: Int)
    /// More than half of the servers would be deleted, where the whole table counts.
    case deletesServers(count: Int, of: Int)
    /// A service would lose most of its servers: three or more, and more than half of them.
    case shrinksService(ServiceIdentity, count: Int, of: Int)
    /// The wanted table has no services, although the current one has some.
    ///
    /// Where only what is named counts, that is a mistake when nothing else is wanted either.
    case emptyDocument
    /// A server gets no new clients any more, and the scheduler sends those that it chose it for nowhere else: they are
    /// refused.
    case refusesClients(ServiceIdentity, Scheduler)

    /// What hazards have in common that are accepted together.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// A service loses its last usable server.
        case noUsableServer
        /// Much is deleted.
        case massDeletion
        /// Nothing is wanted.
        case emptyDocument
        /// Clients of a drained server are refused.
        case refusedClients

        /// Every kind.
        public static let all = Set(allCases)
    }

    /// What kind of hazard it is.
    public var kind: Kind {
        switch self {
        case .noUsableServer: .noUsableServer
        case .deletesServices, .deletesServers, .shrinksService: .massDeletion
        case .emptyDocument: .emptyDocument
        case .refusesClients: .refusedClients
        }
    }

    /// A service that loses fewer servers than this is small, or is being worked on.
    static let fewestLostServers = 3
}

extension Plan {
    /// What about the plan looks like a mistake, for the table that it is for.
    ///
    /// `size` is that of all that the scope is about when `current` is only the part of it that is to change: the whole
    /// table, or the services that `wanted` names.
    package func hazards(
        for current: TableConfiguration,
        of size: TableSize? = nil,
        wanting wanted: TableConfiguration,
        _ scope: Scope = .whole
    ) -> [PlanHazard] {
        var hazards: [PlanHazard] = []
        let size = size ?? current.size
        let isMistake = size.services > 0 && (scope == .whole || wanted.saysNothing)
        if wanted.services.isEmpty, isMistake { hazards.append(.emptyDocument) }
        for identity in Set(changes.lazy.compactMap(\.serviceWithFewerServers)).sorted() {
            guard let old = current.services[identity], let wanted = wanted.services[identity] else {
                continue
            }
            let new = scope.goal(of: old, wanting: wanted)
            if old.hasUsableServer, !new.hasUsableServer { hazards.append(.noUsableServer(identity)) }
            let (count, lost) = (old.servers.count, old.servers.count - new.servers.count)
            if lost >= PlanHazard.fewestLostServers, lost * 2 > count {
                hazards.append(.shrinksService(identity, count: lost, of: count))
            }
        }
        let services = changes.count { if case .deleteService = $0 { true } else { false } }
        if services * 2 > size.services {
            hazards.append(.deletesServices(count: services, of: size.services))
        }
        // Of what is named, most may well be replaced: each service counts for itself.
        guard scope == .whole else { return hazards }
        let servers = changes.reduce(0) { $0 + $1.deletedServers(in: current) }
        if servers * 2 > size.servers { hazards.append(.deletesServers(count: servers, of: size.servers)) }
        return hazards
    }
}

extension Change {
    /// How many servers the change deletes.
    fileprivate func deletedServers(in table: TableConfiguration) -> Int {
        switch self {
        case .deleteServer: 1
        case .deleteService(let identity): table.services[identity]?.servers.count ?? 0
        case .clear: table.size.servers
        default: 0
        }
    }

    /// The service of which the change takes a server, or its weight.
    fileprivate var serviceWithFewerServers: ServiceIdentity? {
        switch self {
        case .editServer(_, let identity), .deleteServer(_, let identity): identity
        default: nil
        }
    }
}

/// How much a table holds.
package struct TableSize: Hashable, Sendable {
    /// The number of services.
    package var services: Int
    /// The number of servers of all services.
    package var servers: Int

    /// Creates a size.
    package init(services: Int = 0, servers: Int = 0) {
        self.services = services
        self.servers = servers
    }
}

extension TableConfiguration {
    /// How much the table holds.
    package var size: TableSize {
        TableSize(services: services.count, servers: services.reduce(0) { $0 + $1.servers.count })
    }
}

extension TableConfiguration {
    /// Whether no service, timeout or daemon is named; an empty list of daemons names none.
    fileprivate var saysNothing: Bool {
        let timeouts = timeouts ?? ConnectionTimeouts()
        return services.isEmpty && timeouts == ConnectionTimeouts() && (daemons ?? []).isEmpty
    }
}

extension ServiceConfiguration {
    /// Whether any server may get new connections.
    package var hasUsableServer: Bool { servers.contains { $0.weight > 0 } }
}

extension PlanHazard: CustomStringConvertible {
    /// The hazard as a message for people.
    public var description: String {
        switch self {
        case .noUsableServer(let identity): "\(identity) would be left without a usable server"
        case .deletesServices(let count, let total): "\(count) of \(total) virtual services would be deleted"
        case .deletesServers(let count, let total): "\(count) of \(total) real servers would be deleted"
        case .shrinksService(let identity, let count, let total):
            "\(identity) would lose \(count) of its \(total) real servers"
        case .emptyDocument: "the document holds no virtual service at all"
        case .refusesClients(let identity, let scheduler):
            "\(identity): the scheduler \(scheduler) would send the server's clients nowhere else, so they are refused"
        }
    }
}
