/// What would make a table the wanted one.
public struct TableDifference: Sendable {
    /// The changes.
    public let plan: Plan
    /// The table, without the services that need no change.
    public let current: TableSnapshot
    /// The configuration of ``current``.
    package let configuration: TableConfiguration
    /// What about the plan looks like a mistake.
    public let hazards: [PlanHazard]
}

extension IPVSTable {
    /// Reads the table and finds what would make it the wanted one.
    ///
    /// What the scope is not about is not read: other services than those that `wanted` names, or timeouts and
    /// daemons of which it says nothing. In memory, there are only the services that differ.
    public func difference(
        to wanted: TableConfiguration,
        scope: Plan.Scope = .whole
    ) throws(TableError) -> TableDifference {
        var current = TableSnapshot()
        var size = TableSize()
        var equal: Set<ServiceIdentity> = []
        try forEachService(wanted, scope) {
            (current.services, size) = ([], TableSize())
            equal = Set(minimumCapacity: wanted.services.count)
        } body: { service in
            size.services += 1
            size.servers += service.servers.count
            let goal = wanted.services[service.identity]
            if let goal, goal.isConfiguration(of: service) {
                equal.insert(service.identity)
            } else {
                current.services.append(service)
            }
        }
        // An empty document is a mistake wherever there is a table.
        if wanted.services.isEmpty, scope != .whole { size.services = try serviceCount() }
        (current.timeouts, current.daemons) = try others(wanted)
        let configuration = current.configuration
        var rest = wanted
        if !equal.isEmpty {
            rest.services = KeyedList(wanted.services.lazy.filter { !equal.contains($0.service.identity) })
        }
        let plan = Plan(from: configuration, to: rest, scope: scope)
        return TableDifference(
            plan: plan,
            current: current,
            configuration: configuration,
            hazards: plan.hazards(for: configuration, of: size, wanting: wanted, scope)
        )
    }

    /// Reads what a footprint touches: whole services, and timeouts and daemons if it touches those.
    package func snapshot(
        of footprint: Plan.Footprint
    ) throws(TableError) -> TableSnapshot {
        var services: [ObservedService] = []
        try forEachService(named: footprint.identities) {
            services = []
        } body: { service in
            services.append(service)
        }
        return TableSnapshot(
            services: services,
            timeouts: footprint.timeouts ? try timeouts() : nil,
            daemons: footprint.daemons.isEmpty ? nil : try daemons()
        )
    }

    /// Reads the timeouts and daemons, as far as a wanted table says something of them.
    private func others(
        _ wanted: TableConfiguration
    ) throws(TableError) -> (timeouts: ConnectionTimeouts?, daemons: [SyncDaemon]?) {
        (wanted.timeouts == nil ? nil : try timeouts(), wanted.daemons == nil ? nil : try daemons())
    }

    /// The number of services.
    private func serviceCount() throws(TableError) -> Int {
        var count = 0
        try forEachService(reading: .withoutCounters) { all in
            count = all.count
            return []
        } begin: { _ in
        } body: { _ in
        }
        return count
    }

    /// Hands over the services that a plan of a scope is about; sorted by identity where only named ones are, or
    /// where asked for.
    private func forEachService(
        _ wanted: TableConfiguration,
        _ scope: Plan.Scope,
        begin: () -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) {
        guard scope == .whole else {
            let named = Set(wanted.services.lazy.map(\.key))
            return try forEachService(named: named, begin: begin, body: body)
        }
        try forEachService(reading: .withoutCounters, in: nil, begin: { _ in begin() }, body: body)
    }

    /// Hands over services by their identities, in the order of these.
    ///
    /// A few are read one by one, whatever the size of the table; each of them is then of one moment, all together
    /// are not. Many are found in the list of all services.
    private func forEachService(
        named identities: Set<ServiceIdentity>,
        begin: () -> Void,
        body: (ObservedService) -> Void
    ) throws(TableError) {
        // Up to here, asking for each takes no longer than the list of a table of some hundred services.
        guard identities.count > 64 else {
            begin()
            for identity in identities.sorted() {
                if let service = try service(identity, reading: .withoutCounters) { body(service) }
            }
            return
        }
        try forEachService(reading: .withoutCounters) { all in
            all.placesByIdentity.filter { identities.contains(all[$0].identity) }
        } begin: { _ in
            begin()
        } body: { service in
            body(service)
        }
    }
}

extension ServiceConfiguration {
    /// Whether a service is configured like this; the order of servers does not matter.
    fileprivate func isConfiguration(of observed: ObservedService) -> Bool {
        observed.configuration == service && observed.servers.count == servers.count
            && (isConfiguredInTurn(observed.servers)
                || observed.servers.allSatisfy { servers[$0.configuration.endpoint] == $0.configuration })
    }

    /// Whether the servers are the same in the same order, of which the kernel shows the newest first: then none has to
    /// be searched for.
    private func isConfiguredInTurn(_ observed: [ObservedServer]) -> Bool {
        var place = observed.count
        for server in servers {
            place -= 1
            guard observed[place].configuration == server else { return false }
        }
        return true
    }
}
