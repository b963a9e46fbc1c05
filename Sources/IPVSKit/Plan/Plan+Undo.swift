// What a plan touches, and how the table gets back to what it was there.

extension Plan {
    /// What a plan touches: whole services, the settings of services, single servers.
    package struct Footprint: Hashable, Sendable {
        /// Services that are added or deleted with all that belongs to them.
        package var services: Set<ServiceIdentity> = []
        /// Services whose settings are edited.
        package var settings: Set<ServiceIdentity> = []
        /// Single servers, by their services.
        package var servers: [ServiceIdentity: Set<Endpoint>] = [:]
        /// Whether the timeouts are touched.
        package var timeouts = false
        /// The sync daemons that are touched.
        package var daemons: Set<SyncDaemon.Role> = []

        /// The services of which anything is touched.
        package var identities: Set<ServiceIdentity> { services.union(settings).union(servers.keys) }

        /// Whether anything of a service is touched.
        package func touches(_ identity: ServiceIdentity) -> Bool {
            services.contains(identity) || settings.contains(identity) || servers[identity] != nil
        }
    }

    /// What the plan touches; `table` tells the services that a clear would delete.
    package func footprint(in table: TableConfiguration) -> Footprint {
        var footprint = Footprint()
        // Servers follow their new service.
        var newService: ServiceIdentity?
        for change in changes {
            switch change {
            case .addService(let service):
                footprint.services.insert(service.identity)
                newService = service.identity
            case .deleteService(let identity): footprint.services.insert(identity)
            case .editService(let service): footprint.settings.insert(service.identity)
            case .addServer(let server, let identity), .editServer(let server, let identity):
                // A new service is touched whole.
                if identity == newService || footprint.services.contains(identity) { continue }
                footprint.servers[identity, default: []].insert(server.endpoint)
            case .deleteServer(let endpoint, let identity):
                footprint.servers[identity, default: []].insert(endpoint)
            case .setTimeouts: footprint.timeouts = true
            case .startDaemon(let daemon): footprint.daemons.insert(daemon.role)
            case .stopDaemon(let role): footprint.daemons.insert(role)
            case .clear: footprint.services.formUnion(table.services.lazy.map(\.service.identity))
            case .zero: break
            }
        }
        return footprint
    }
}

extension TableConfiguration {
    /// The table with everything that a footprint covers as it is in another one, services that are gone here among it.
    package func taking(_ footprint: Plan.Footprint, from other: TableConfiguration) -> TableConfiguration {
        var result = self
        for identity in footprint.services.sorted() { result.services[identity] = other.services[identity] }
        let edited = footprint.settings.union(footprint.servers.keys).subtracting(footprint.services)
        for identity in edited.sorted() {
            guard result.services[identity] != nil else {
                // What is gone comes back whole: its other servers went with it.
                result.services[identity] = other.services[identity]
                continue
            }
            result.services.modify(identity) { $0.take(footprint, from: other.services[identity]) }
        }
        if footprint.timeouts { result.timeouts = other.timeouts }
        if !footprint.daemons.isEmpty {
            let kept = (daemons ?? []).filter { !footprint.daemons.contains($0.role) }
            let taken = (other.daemons ?? []).filter { footprint.daemons.contains($0.role) }
            result.daemons = (kept + taken).sorted { $0.role.rawValue < $1.role.rawValue }
        }
        return result
    }

    /// The table after all changes of a plan, if the kernel accepts them.
    package func applying(_ plan: Plan) -> TableConfiguration {
        var result = self
        let rules = KernelRules.widest
        for change in plan.changes { try? result.apply(change, rules: rules) }
        return result
    }
}

extension ServiceConfiguration {
    /// Becomes what the service is in another table, nil if it is not there, as far as a footprint covers it.
    fileprivate mutating func take(_ footprint: Plan.Footprint, from other: ServiceConfiguration?) {
        if let other, footprint.settings.contains(key) { service = other.service }
        guard let endpoints = footprint.servers[key] else { return }
        // Without the service there the servers were not there either.
        let wanted = other?.servers ?? KeyedList()
        for endpoint in endpoints where wanted[endpoint] == nil { servers[endpoint] = nil }
        // What comes back comes in its order, which matters to some schedulers.
        for server in wanted where endpoints.contains(server.endpoint) { servers[server.endpoint] = server }
    }
}
