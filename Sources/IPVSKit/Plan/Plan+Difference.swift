// How a plan is found. Services and servers are distinguished by identity; a differing order alone is never a
// reason to change anything.

extension Plan {
    /// What happens to services, servers and sync daemons that the wanted table does not name.
    public enum Scope: Hashable, Sendable {
        /// They are deleted: the whole table becomes the wanted one. A daemon only stops when `wanted` says
        /// something about daemons.
        case whole
        /// They are left alone.
        case named
        /// They are left alone, and so are servers that a wanted service does not name: nothing is deleted.
        case merged
        /// They are left alone, and so is everything that is there: only what is missing is added.
        case missing
    }

    /// Finds the changes that turn `current` into `wanted`; none when they say the same.
    ///
    /// Timeouts and sync daemons that `wanted` says nothing about stay as they are.
    public init(from current: TableConfiguration, to wanted: TableConfiguration, scope: Scope = .whole) {
        let search = ChangeSearch(from: current, to: wanted, scope)
        // They are found twice and held once: `restore` of 110,000 rules into an empty table takes 33 MB so, and 45
        // MB with an array for each step (Tests/Guest/instructions).
        var places = Array(repeating: 0, count: Step.allCases.count)
        search.forEachChange { step, _ in places[step.rawValue] += 1 }
        var count = 0
        for step in places.indices { (places[step], count) = (count, count + places[step]) }
        var changes = Array(repeating: Change.clear, count: count)
        search.forEachChange { step, change in
            changes[places[step.rawValue]] = change
            places[step.rawValue] += 1
        }
        self.init(ordered: changes)
    }
}

/// The steps of a plan in their order.
private enum Step: Int, CaseIterable {
    case stopDaemons
    /// Each new service with its servers after it, so that they can be sent as one.
    case add
    case editServices
    case raiseServers
    case lowerServers
    case editTimeouts
    case drainServers
    case startDaemons
    case deleteServers
    case deleteServices
    case startDaemonsLast
}

/// Finds the changes that turn one table into another.
private struct ChangeSearch {
    private let current: TableConfiguration
    private let wanted: TableConfiguration
    private let scope: Plan.Scope
    /// When daemons start: the kernel starts none as long as any server is of another family than its service.
    private var start = Step.startDaemons

    init(from current: TableConfiguration, to wanted: TableConfiguration, _ scope: Plan.Scope) {
        (self.current, self.wanted, self.scope) = (current, wanted, scope)
        var startsDaemons = false
        forEachDaemonChange { step, _ in startsDaemons = startsDaemons || step == .startDaemons }
        guard startsDaemons else { return }
        var takesMixed = false
        forEachServiceChange { _, change in
            takesMixed = takesMixed || change.takesMixedFamilies(from: current)
        }
        if takesMixed { start = .startDaemonsLast }
    }

    /// Hands over all changes; those of one step in their order.
    func forEachChange(_ body: (Step, Change) -> Void) {
        forEachServiceChange(body)
        compareTimeouts(body)
        forEachDaemonChange(body)
    }

    private func forEachServiceChange(_ body: (Step, Change) -> Void) {
        for service in wanted.services {
            compare(current.services[service.service.identity], service, body)
        }
        guard scope == .whole else { return }
        for service in current.services where wanted.services[service.service.identity] == nil {
            body(.deleteServices, .deleteService(service.service.identity))
        }
    }

    private func compare(
        _ current: ServiceConfiguration?,
        _ wanted: ServiceConfiguration,
        _ body: (Step, Change) -> Void
    ) {
        let identity = wanted.service.identity
        guard let current else {
            body(.add, .addService(wanted.service))
            for server in wanted.servers { body(.add, .addServer(server, to: identity)) }
            return
        }
        let isEditing = scope != .missing
        if isEditing, current.service != wanted.service { body(.editServices, .editService(wanted.service)) }
        // The usual case, and no key has to be looked up for it.
        if current.servers == wanted.servers { return }
        for server in wanted.servers {
            guard let old = current.servers[server.endpoint] else {
                body(.add, .addServer(server, to: identity))
                continue
            }
            if isEditing, old != server {
                body(Self.step(from: old, to: server), .editServer(server, of: identity))
            }
        }
        guard scope == .whole || scope == .named else { return }
        for server in current.servers where wanted.servers[server.endpoint] == nil {
            body(.deleteServers, .deleteServer(server.endpoint, from: identity))
        }
    }

    private static func step(from current: RealServer, to wanted: RealServer) -> Step {
        if wanted.weight == 0 { return .drainServers }
        return wanted.weight >= current.weight ? .raiseServers : .lowerServers
    }

    private func compareTimeouts(_ body: (Step, Change) -> Void) {
        guard let wanted = wanted.timeouts else { return }
        let current = current.timeouts ?? ConnectionTimeouts()
        // What is 0 stays as it is.
        let change = ConnectionTimeouts(
            tcp: wanted.tcp == current.tcp ? 0 : wanted.tcp,
            tcpFin: wanted.tcpFin == current.tcpFin ? 0 : wanted.tcpFin,
            udp: wanted.udp == current.udp ? 0 : wanted.udp
        )
        if change != ConnectionTimeouts() { body(.editTimeouts, .setTimeouts(change)) }
    }

    private func forEachDaemonChange(_ body: (Step, Change) -> Void) {
        guard let wanted = wanted.daemons else { return }
        for role in SyncDaemon.Role.allCases {
            let old = current.daemons?.first { $0.role == role }
            let new = wanted.first { $0.role == role }
            if let old, let new, old.satisfies(new) { continue }
            if new == nil, scope != .whole { continue }
            if old != nil { body(.stopDaemons, .stopDaemon(role)) }
            if let new { body(start, .startDaemon(new)) }
        }
    }
}

extension Plan.Scope {
    /// What a service will be that is now `current` and should be `wanted`.
    func goal(of current: ServiceConfiguration, wanting wanted: ServiceConfiguration) -> ServiceConfiguration
    {
        switch self {
        case .whole, .named: return wanted
        case .merged:
            var goal = current
            goal.service = wanted.service
            for server in wanted.servers { goal.servers[server.endpoint] = server }
            return goal
        case .missing:
            var goal = current
            for server in wanted.servers where goal.servers[server.endpoint] == nil {
                goal.servers[server.endpoint] = server
            }
            return goal
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
    package func satisfies(_ wanted: SyncDaemon) -> Bool {
        var filled = wanted
        if wanted.maximumLength == 0 { filled.maximumLength = maximumLength }
        if wanted.group == nil { filled.group = group }
        if wanted.port == 0 { filled.port = port }
        if wanted.timeToLive == 0 { filled.timeToLive = timeToLive }
        return self == filled
    }
}
