/// What makes a plan look like a mistake; each has to be allowed by name.
public enum PlanHazard: Hashable, Sendable {
    /// A service that had servers with a weight would have none.
    case noUsableServer(ServiceIdentity)
    /// More than half of the services would be deleted.
    case deletesServices(count: Int, of: Int)
    /// More than half of the servers would be deleted.
    case deletesServers(count: Int, of: Int)
    /// The wanted table has no services, although the current one has some or there is nothing else to do.
    case emptyDocument
}

extension Plan {
    /// What about the plan looks like a mistake, for the table that it is for.
    public func hazards(
        for current: TableConfiguration,
        wanting wanted: TableConfiguration,
        _ scope: Scope = .whole
    ) -> [PlanHazard] {
        var hazards: [PlanHazard] = []
        let isEmpty = scope == .whole ? !current.services.isEmpty : wanted.saysNothing
        if wanted.services.isEmpty, isEmpty { hazards.append(.emptyDocument) }
        let footprint = footprint(in: current)
        for identity in Set(footprint.servers.keys).sorted() {
            guard let old = current.services[identity], let new = wanted.services[identity] else { continue }
            if old.hasUsableServer, !new.hasUsableServer { hazards.append(.noUsableServer(identity)) }
        }
        let services = changes.count { if case .deleteService = $0 { true } else { false } }
        if services * 2 > current.services.count {
            hazards.append(.deletesServices(count: services, of: current.services.count))
        }
        let total = current.services.reduce(0) { $0 + $1.servers.count }
        let servers = changes.reduce(0) { $0 + $1.deletedServers(in: current) }
        if servers * 2 > total { hazards.append(.deletesServers(count: servers, of: total)) }
        return hazards
    }
}

extension Change {
    /// How many servers the change deletes.
    fileprivate func deletedServers(in table: TableConfiguration) -> Int {
        switch self {
        case .deleteServer: 1
        case .deleteService(let identity): table.services[identity]?.servers.count ?? 0
        case .clear: table.services.reduce(0) { $0 + $1.servers.count }
        default: 0
        }
    }
}

extension TableConfiguration {
    /// Whether there is neither a service nor a word about timeouts or daemons.
    fileprivate var saysNothing: Bool { services.isEmpty && timeouts == nil && daemons == nil }
}

extension ServiceConfiguration {
    /// Whether any server may get new connections.
    public var hasUsableServer: Bool { servers.contains { $0.weight > 0 } }
}

extension PlanHazard: CustomStringConvertible {
    /// The hazard in people's words.
    public var description: String {
        switch self {
        case .noUsableServer(let identity): "\(identity) would be left without a usable server"
        case .deletesServices(let count, let total): "\(count) of \(total) virtual services would be deleted"
        case .deletesServers(let count, let total): "\(count) of \(total) real servers would be deleted"
        case .emptyDocument: "the document holds no virtual service at all"
        }
    }
}
