/// The lines that added services, servers and daemons.
struct DefinitionPlaces: Sendable {
    private struct Service: KeyedElement {
        let key: ServiceIdentity
        let line: Int
        var servers = KeyedList<Endpoint, Server>()
    }

    private struct Server: KeyedElement {
        let key: Endpoint
        let line: Int32
    }

    private var services = KeyedList<ServiceIdentity, Service>()
    private var daemons: [SyncDaemon.Role: Int] = [:]
    /// The last line that set the timeouts.
    private(set) var timeouts: Int?
    /// The line that says how much of a table the document shows.
    var coverage: Int?

    var definitionLines: [Definition: Int] {
        var lines: [Definition: Int] = [:]
        lines.reserveCapacity(services.count + daemons.count + 1)
        for service in services { lines[.service(service.key)] = service.line }
        for (role, line) in daemons { lines[.daemon(role)] = line }
        lines[.timeouts] = timeouts
        lines[.coverage] = coverage
        return lines
    }

    func line(of identity: ServiceIdentity) -> Int? { services[identity]?.line }
    func line(of role: SyncDaemon.Role) -> Int? { daemons[role] }

    func line(of endpoint: Endpoint, in identity: ServiceIdentity) -> Int? {
        services[identity]?.servers[endpoint].map { Int($0.line) }
    }

    mutating func note(_ change: Change, line: Int) {
        switch change {
        case .addService(let service):
            services[service.identity] = Service(key: service.identity, line: line)
        case .deleteService(let identity): services[identity] = nil
        case .addServer(let server, let identity):
            let place = Server(key: server.endpoint, line: Int32(truncatingIfNeeded: line))
            services.modify(identity) { $0.servers[place.key] = place }
        case .deleteServer(let endpoint, let identity):
            services.modify(identity) { $0.servers[endpoint] = nil }
        case .startDaemon(let daemon): daemons[daemon.role] = line
        case .stopDaemon(let role): daemons[role] = nil
        case .clear: services.removeAll()
        case .setTimeouts: timeouts = line
        case .editService, .editServer, .zero: break
        }
    }
}
