/// The lines that added services, servers and daemons.
struct DefinitionPlaces: Sendable {
    private struct Service: Sendable {
        var line: Int
        var servers: [Endpoint: Int32] = [:]
    }

    private var services: [ServiceIdentity: Service] = [:]
    private var daemons: [SyncDaemon.Role: Int] = [:]
    /// The last line that set the timeouts.
    private(set) var timeouts: Int?

    var serviceLines: [ServiceIdentity: Int] { services.mapValues(\.line) }

    func line(of identity: ServiceIdentity) -> Int? { services[identity]?.line }
    func line(of role: SyncDaemon.Role) -> Int? { daemons[role] }

    func line(of endpoint: Endpoint, in identity: ServiceIdentity) -> Int? {
        services[identity]?.servers[endpoint].map(Int.init)
    }

    mutating func note(_ change: Change, line: Int) {
        switch change {
        case .addService(let service): services[service.identity] = Service(line: line)
        case .deleteService(let identity): services[identity] = nil
        case .addServer(let server, let identity):
            services[identity]?.servers[server.endpoint] = Int32(truncatingIfNeeded: line)
        case .deleteServer(let endpoint, let identity): services[identity]?.servers[endpoint] = nil
        case .startDaemon(let daemon): daemons[daemon.role] = line
        case .stopDaemon(let role): daemons[role] = nil
        case .clear: services = [:]
        case .setTimeouts: timeouts = line
        case .editService, .editServer, .zero: break
        }
    }
}
