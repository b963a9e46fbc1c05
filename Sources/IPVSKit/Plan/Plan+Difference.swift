// How a plan is found. Services and servers are told apart by identity; a differing order alone is never a
// reason to change anything.

extension Plan {
    /// What happens to services, and sync daemons, that the wanted table does not name.
    public enum Scope: Hashable, Sendable {
        /// They are deleted: the whole table becomes the wanted one. A daemon only stops when `wanted` says
        /// something about daemons.
        case whole
        /// They are left alone.
        case named
    }

    /// Finds the changes that turn `current` into `wanted`; none when they say the same.
    ///
    /// Timeouts and sync daemons that `wanted` says nothing about stay as they are.
    public init(from current: TableConfiguration, to wanted: TableConfiguration, scope: Scope = .whole) {
        var difference = Difference()
        for service in wanted.services {
            difference.compare(current.services[service.service.identity], service)
        }
        if scope == .whole {
            for service in current.services where wanted.services[service.service.identity] == nil {
                difference.deletedServices.append(.deleteService(service.service.identity))
            }
        }
        difference.compare(current.timeouts, wanted.timeouts)
        difference.compare(current.daemons ?? [], wanted.daemons, scope)
        self.init(ordered: difference.changes(from: current))
    }
}

/// The changes of a plan by kind, while it is being found.
private struct Difference {
    private var stoppedDaemons: [Change] = []
    /// Each new service with its servers behind it, so that they can be sent as one.
    private var additions: [Change] = []
    private var editedServices: [Change] = []
    private var raisedServers: [Change] = []
    private var loweredServers: [Change] = []
    private var drainedServers: [Change] = []
    private var editedTimeouts: [Change] = []
    private var deletedServers: [Change] = []
    var deletedServices: [Change] = []
    private var startedDaemons: [Change] = []

    /// All changes, phase by phase.
    func changes(from current: TableConfiguration) -> [Change] {
        let edits = [editedServices, raisedServers, loweredServers, editedTimeouts, drainedServers]
        let deletions = [deletedServers, deletedServices]
        // The kernel starts no daemon as long as any server is of another family than its service.
        let takesMixed =
            !startedDaemons.isEmpty && deletions.joined().contains { $0.takesMixedFamilies(from: current) }
        let ends = takesMixed ? deletions + [startedDaemons] : [startedDaemons] + deletions
        let kinds = [stoppedDaemons, additions] + edits + ends
        var changes: [Change] = []
        changes.reserveCapacity(kinds.reduce(0) { $0 + $1.count })
        for kind in kinds { changes += kind }
        return changes
    }

    mutating func compare(_ current: ServiceConfiguration?, _ wanted: ServiceConfiguration) {
        let identity = wanted.service.identity
        guard let current else {
            additions.append(.addService(wanted.service))
            for server in wanted.servers { additions.append(.addServer(server, to: identity)) }
            return
        }
        if current.service != wanted.service { editedServices.append(.editService(wanted.service)) }
        // The usual case, and no key has to be looked up for it.
        if current.servers == wanted.servers { return }
        for server in wanted.servers {
            compare(current.servers[server.endpoint], server, identity)
        }
        for server in current.servers where wanted.servers[server.endpoint] == nil {
            deletedServers.append(.deleteServer(server.endpoint, from: identity))
        }
    }

    private mutating func compare(_ current: RealServer?, _ wanted: RealServer, _ identity: ServiceIdentity) {
        guard let current else { return additions.append(.addServer(wanted, to: identity)) }
        guard current != wanted else { return }
        if wanted.weight == 0 {
            drainedServers.append(.editServer(wanted, of: identity))
        } else if wanted.weight >= current.weight {
            raisedServers.append(.editServer(wanted, of: identity))
        } else {
            loweredServers.append(.editServer(wanted, of: identity))
        }
    }

    mutating func compare(_ current: ConnectionTimeouts?, _ wanted: ConnectionTimeouts?) {
        guard let wanted else { return }
        let current = current ?? ConnectionTimeouts()
        // What is 0 stays as it is.
        let change = ConnectionTimeouts(
            tcp: wanted.tcp == current.tcp ? 0 : wanted.tcp,
            tcpFin: wanted.tcpFin == current.tcpFin ? 0 : wanted.tcpFin,
            udp: wanted.udp == current.udp ? 0 : wanted.udp
        )
        if change != ConnectionTimeouts() { editedTimeouts.append(.setTimeouts(change)) }
    }

    mutating func compare(_ current: [SyncDaemon], _ wanted: [SyncDaemon]?, _ scope: Plan.Scope) {
        guard let wanted else { return }
        for role in SyncDaemon.Role.allCases {
            let old = current.first { $0.role == role }
            let new = wanted.first { $0.role == role }
            if let old, let new, old.satisfies(new) { continue }
            if new == nil, scope == .named { continue }
            if old != nil { stoppedDaemons.append(.stopDaemon(role)) }
            if let new { startedDaemons.append(.startDaemon(new)) }
        }
    }
}

extension Change {
    /// Whether the change deletes a server that is of another family than its service.
    fileprivate func takesMixedFamilies(from table: TableConfiguration) -> Bool {
        switch self {
        case .deleteServer(let endpoint, let identity): endpoint.address.family != identity.family
        case .deleteService(let identity): table.services[identity]?.hasMixedFamilies ?? false
        default: false
        }
    }
}

extension SyncDaemon {
    /// Whether a running daemon is what was asked for; what was left to the kernel fits anything.
    public func satisfies(_ wanted: SyncDaemon) -> Bool {
        var filled = wanted
        if wanted.maximumLength == 0 { filled.maximumLength = maximumLength }
        if wanted.group == nil { filled.group = group }
        if wanted.port == 0 { filled.port = port }
        if wanted.timeToLive == 0 { filled.timeToLive = timeToLive }
        return self == filled
    }
}
