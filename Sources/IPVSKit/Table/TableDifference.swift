/// What would make a table the wanted one.
public struct TableDifference: Sendable {
    /// The changes.
    public let plan: Plan
    /// The table, without the services that need no change.
    public let current: TableSnapshot
    /// The configuration of ``current``.
    public let configuration: TableConfiguration
    /// What about the plan looks like a mistake.
    public let hazards: [PlanHazard]
}

extension IPVSTable {
    /// Reads the table and finds what would make it the wanted one.
    ///
    /// In memory, there are only the services that differ.
    public func difference(
        to wanted: TableConfiguration,
        scope: Plan.Scope = .whole
    ) throws(TableError) -> TableDifference {
        var current = TableSnapshot()
        var size = TableSize()
        var equal: Set<ServiceIdentity> = []
        try forEachService(reading: wanted.detail(), in: nil) { _ in
            (current.services, size, equal) = ([], TableSize(), [])
        } body: { service in
            size.services += 1
            size.servers += service.servers.count
            let goal = wanted.services[service.identity]
            if let goal, goal.isConfiguration(of: service) {
                equal.insert(service.identity)
            } else if goal != nil || scope == .whole {
                var kept = service
                // The list has grown while it was read; what is kept needs no room to grow.
                kept.servers = service.servers.map(\.self)
                current.services.append(kept)
            }
        }
        current.timeouts = try timeouts()
        current.daemons = try daemons()
        let configuration = current.configuration
        let rest = TableConfiguration(
            services: wanted.services.lazy.filter { !equal.contains($0.service.identity) },
            timeouts: wanted.timeouts,
            daemons: wanted.daemons
        )
        let plan = Plan(from: configuration, to: rest, scope: scope)
        return TableDifference(
            plan: plan,
            current: current,
            configuration: configuration,
            hazards: plan.hazards(for: configuration, of: size, wanting: wanted, scope)
        )
    }

    /// Reads the table and hands over what would make it the wanted one: service by service in the order of their
    /// identities, and what is about no service at the end.
    ///
    /// Each plan comes with the part of the table that it is for; none is empty. In memory, there is one of them at a time. When
    /// `begin` is called again the table had changed meanwhile, and everything begins again.
    public func forEachDifference(
        to wanted: TableConfiguration,
        scope: Plan.Scope = .whole,
        begin: () -> Void,
        body: (Plan, TableSnapshot) -> Void
    ) throws(TableError) {
        func compare(_ current: TableSnapshot, _ wanted: TableConfiguration) {
            let plan = Plan(from: current.configuration, to: wanted, scope: scope)
            if !plan.isEmpty { body(plan, current) }
        }
        let goals = wanted.services.map(\.key).sorted()
        var next = 0
        func add(before limit: ServiceIdentity?) {
            while next < goals.count, limit.map({ goals[next] < $0 }) ?? true {
                let goal = wanted.services[goals[next]]
                compare(TableSnapshot(), TableConfiguration(services: goal.map { [$0] } ?? []))
                next += 1
            }
        }
        try forEachService(reading: wanted.detail()) { all in
            all.placesByIdentity.filter { scope == .whole || wanted.services[all[$0].identity] != nil }
        } begin: { _ in
            next = 0
            begin()
        } body: { service in
            add(before: service.identity)
            let goal = wanted.services[service.identity]
            if goal != nil { next += 1 }
            if let goal, goal.isConfiguration(of: service) { return }
            compare(TableSnapshot(services: [service]), TableConfiguration(services: goal.map { [$0] } ?? []))
        }
        add(before: nil)
        compare(
            TableSnapshot(timeouts: try timeouts(), daemons: try daemons()),
            TableConfiguration(services: [], timeouts: wanted.timeouts, daemons: wanted.daemons)
        )
    }

    /// Reads the services that a footprint touches, the timeouts and the daemons.
    func configuration(
        of footprint: Plan.Footprint,
        reading detail: TableDetail
    ) throws(TableError) -> TableConfiguration {
        var services: [ServiceConfiguration] = []
        try forEachService(reading: detail) { all in
            all.placesByIdentity.filter { footprint.touches(all[$0].identity) }
        } begin: { _ in
            services = []
        } body: { service in
            services.append(service.serviceConfiguration)
        }
        return TableConfiguration(services: services, timeouts: try timeouts(), daemons: try daemons())
    }
}

extension TableConfiguration {
    /// How much of another table has to be read to compare it with this one, also after a plan.
    package func detail(with plan: Plan = Plan(ordered: [])) -> TableDetail {
        let isNeeded = services.contains { $0.servers.contains { $0.hasIdleTunnel } } || plan.hasIdleTunnels
        return isNeeded ? .everything : .essentials
    }
}

extension Plan {
    /// Whether the plan gives a server something of a tunnel that forwards in another way.
    fileprivate var hasIdleTunnels: Bool {
        changes.contains { change in
            switch change {
            case .addServer(let server, _), .editServer(let server, _): server.hasIdleTunnel
            default: false
            }
        }
    }
}

extension RealServer {
    fileprivate var hasIdleTunnel: Bool { method != .tunnel && tunnel != .ipip }
}

extension ServiceConfiguration {
    /// Whether a service is configured like this; the order of servers does not matter.
    fileprivate func isConfiguration(of observed: ObservedService) -> Bool {
        observed.configuration == service && observed.servers.count == servers.count
            && observed.servers.allSatisfy { servers[$0.configuration.endpoint] == $0.configuration }
    }
}
