// The reference semantics: what a change does to a table, and which error the kernel answers when it cannot
// be done. Pure and total. The order of the checks is the kernel's (ip_vs_ctl.c, Linux 6.1); the tests run
// random changes against a real kernel and compare every answer.

extension TableConfiguration {
    /// Does a change as the kernel would, or leaves the table as it is.
    ///
    /// - Throws: the error number that the kernel answers.
    public mutating func apply(_ change: Change) throws(Errno) {
        try apply(change, rules: KernelRules())
    }

    /// Does a change as a kernel with these schedulers, engines and interfaces would.
    package mutating func apply(_ change: Change, rules: KernelRules) throws(Errno) {
        switch change {
        case .addService(let service): try add(service, rules)
        case .editService(let service): try edit(service, rules)
        case .deleteService(let identity):
            try requireService(identity)
            services[identity] = nil
        case .addServer(let server, let identity): try add(server, to: identity, rules)
        case .editServer(let server, let identity): try edit(server, of: identity)
        case .deleteServer(let endpoint, let identity): try delete(endpoint, from: identity)
        case .setTimeouts(let timeouts): try set(timeouts, rules)
        case .startDaemon(let daemon): try start(daemon, rules)
        case .stopDaemon(let role): try stop(role)
        case .zero(let identity): if let identity { try requireService(identity) }
        case .clear: services.removeAll()
        }
    }

    private func requireService(_ identity: ServiceIdentity) throws(Errno) {
        guard services.hasElement(of: identity) else { throw .noSuchService }
    }

    // MARK: Services

    private mutating func add(_ service: VirtualService, _ rules: KernelRules) throws(Errno) {
        do throws(Errno) {
            try check(service, rules)
        } catch {
            throw services.hasElement(of: service.identity) ? .exists : error
        }
        var new = ServiceConfiguration(service)
        // Most services have as many servers as the one before; what is reserved in vain stays small (row `restore` of
        // 110,000 rules, Tests/Guest/instructions).
        new.servers.reserveCapacity(min(services.last?.servers.count ?? 0, 16))
        guard services.insert(new) else { throw .exists }
    }

    private mutating func edit(_ service: VirtualService, _ rules: KernelRules) throws(Errno) {
        try requireService(service.identity)
        try check(service, rules)
        services.modify(service.identity) { $0.service = service }
    }

    private func check(_ service: VirtualService, _ rules: KernelRules) throws(Errno) {
        guard rules.hasModules(of: service) else { throw .noSuchEntry }
        if case .ipv6(let length) = service.netmask, !(1...128).contains(length) { throw .invalid }
    }

    // MARK: Servers

    private mutating func add(
        _ server: RealServer,
        to identity: ServiceIdentity,
        _ rules: KernelRules
    ) throws(Errno) {
        try modify(identity, for: server) { service throws(Errno) in
            guard rules.acceptsServer(server.endpoint.address) else {
                throw service.servers.hasElement(of: server.endpoint) ? .exists : .invalid
            }
            guard service.servers.insert(server) else { throw .exists }
        }
    }

    private mutating func edit(_ server: RealServer, of identity: ServiceIdentity) throws(Errno) {
        try modify(identity, for: server) { service throws(Errno) in
            guard service.servers.hasElement(of: server.endpoint) else { throw .noSuchEntry }
            service.servers[server.endpoint] = server
        }
    }

    /// Changes a service that is to have a server, once it is known that it may.
    private mutating func modify(
        _ identity: ServiceIdentity,
        for server: RealServer,
        _ body: (inout ServiceConfiguration) throws(Errno) -> Void
    ) throws(Errno) {
        let isMixed = server.endpoint.address.family != identity.family
        let mayBeMixed = isMixed && server.method == .tunnel && daemons?.isEmpty ?? true
        let isThere = try services.modify(identity) { service throws(Errno) in
            guard !isMixed || mayBeMixed else { throw .invalid }
            try server.check()
            try body(&service)
        }
        guard isThere else { throw .noSuchService }
    }

    private mutating func delete(_ endpoint: Endpoint, from identity: ServiceIdentity) throws(Errno) {
        let isThere = try services.modify(identity) { service throws(Errno) in
            guard service.servers.hasElement(of: endpoint) else { throw .noSuchEntry }
            service.servers[endpoint] = nil
        }
        guard isThere else { throw .noSuchService }
    }

    // MARK: Timeouts and daemons

    private mutating func set(_ new: ConnectionTimeouts, _ rules: KernelRules) throws(Errno) {
        let limit = UInt32(Int32.max) / rules.ticksPerSecond
        guard max(new.tcp, new.tcpFin, new.udp) <= limit else { throw .invalid }
        let old = timeouts ?? ConnectionTimeouts()
        timeouts = ConnectionTimeouts(
            tcp: new.tcp == 0 ? old.tcp : new.tcp,
            tcpFin: new.tcpFin == 0 ? old.tcpFin : new.tcpFin,
            udp: new.udp == 0 ? old.udp : new.udp
        )
    }

    private mutating func start(_ daemon: SyncDaemon, _ rules: KernelRules) throws(Errno) {
        if let group = daemon.group, !group.isMulticast { throw .invalid }
        guard !hasMixedFamilies else { throw .invalid }
        if let interfaces = rules.interfaces, !interfaces.contains(daemon.interface) { throw .noDevice }
        var running = daemons ?? []
        guard !running.contains(where: { $0.role == daemon.role }) else { throw .exists }
        running.append(daemon)
        daemons = running.sorted { $0.role.rawValue < $1.role.rawValue }
    }

    private mutating func stop(_ role: SyncDaemon.Role) throws(Errno) {
        guard daemons?.contains(where: { $0.role == role }) ?? false else { throw .noSuchService }
        daemons?.removeAll { $0.role == role }
    }

    /// Whether any server is of another address family than its service.
    package var hasMixedFamilies: Bool { services.contains(where: \.hasMixedFamilies) }
}

extension ServiceConfiguration {
    /// Whether any server is of another address family than the service.
    var hasMixedFamilies: Bool {
        servers.contains { $0.endpoint.address.family != service.identity.family }
    }
}

extension RealServer {
    /// What the kernel looks at before it looks for the server.
    fileprivate func check() throws(Errno) {
        guard weight <= Self.weightLimit else { throw .outOfRange }
        guard lowerThreshold <= upperThreshold else { throw .outOfRange }
        if tunnel.type == .gue, tunnel.port == 0 { throw .invalid }
    }
}
