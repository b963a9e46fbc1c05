/// What leads back from a plan that was carried out, as long as what it touched stays as it left it.
package struct WayBack: Equatable, Sendable {
    /// What was touched.
    package var footprint = Plan.Footprint()
    /// What was edited or deleted, as it was: of services that were not deleted, only the servers that were touched.
    package var before = TableConfiguration()
    /// What the plan left, as a number.
    package var digest: UInt64 = 0

    /// Creates a way back of nothing.
    package init() {}

    /// Finds what leads back from a plan for a table.
    package init(from plan: Plan, on table: TableConfiguration) {
        footprint = plan.footprint(in: table)
        var digest = TableDigest()
        var newService: ServiceIdentity?
        for change in plan.changes {
            digest.add(change)
            // A new service takes all of its servers along when it goes, and they follow it.
            if case .addService(let service) = change { newService = service.identity }
            if case .addServer(_, let identity) = change, identity == newService { continue }
            keep(change, table)
        }
        if footprint.timeouts {
            before.timeouts = table.timeouts
            digest.add(plan.timeouts(from: table.timeouts ?? ConnectionTimeouts()))
        }
        if !footprint.daemons.isEmpty { before.daemons = table.daemons }
        self.digest = digest.value
    }

    /// Keeps what a change takes away.
    private mutating func keep(_ change: Change, _ table: TableConfiguration) {
        switch change {
        case .deleteService(let identity): before.services[identity] = table.services[identity]
        case .clear: before.services = table.services
        case .editService(let service): keep(nil, of: service.identity, table)
        case .editServer(let server, let identity): keep(server.endpoint, of: identity, table)
        case .deleteServer(let endpoint, let identity): keep(endpoint, of: identity, table)
        case .addServer(_, let identity):
            // A service that is there stays when the server goes.
            if !footprint.services.contains(identity) { keep(nil, of: identity, table) }
        default: break
        }
    }

    private mutating func keep(
        _ endpoint: Endpoint?,
        of identity: ServiceIdentity,
        _ table: TableConfiguration
    ) {
        guard let entry = table.services[identity], !footprint.services.contains(identity) else { return }
        before.services.insert(ServiceConfiguration(entry.service))
        guard let endpoint, let server = entry.servers[endpoint] else { return }
        before.services.modify(identity) { $0.servers[endpoint] = server }
    }

    /// The changes that lead back; nil when what was touched is not as it was left.
    package func plan(from table: TableConfiguration) -> Plan? {
        var now = TableDigest()
        now.add(table, footprint)
        guard now.value == digest else { return nil }
        return Plan(from: table, to: table.taking(footprint, from: before))
    }
}

extension Plan {
    /// The timeouts that the plan makes of others; 0 changes none.
    fileprivate func timeouts(from old: ConnectionTimeouts) -> ConnectionTimeouts {
        var timeouts = old
        for case .setTimeouts(let new) in changes {
            for field in Field.timeoutNumbers where new[field] != 0 { timeouts[field] = new[field] }
        }
        return timeouts
    }
}
