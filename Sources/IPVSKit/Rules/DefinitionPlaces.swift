/// The lines of a document that added services, servers and daemons.
///
/// They are needed to say where the first of two definitions is. Few documents have two, so that the places are found
/// by reading a document once more, and not while it is read.
package struct DefinitionPlaces: Sendable {
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
    private var coverage: Int?

    /// Reads the lines of a document before one, or all, without judging them.
    package init(_ text: Span<UInt8>, before end: Int = .max, resolver: any NameResolver) {
        var reader = RuleReader(resolver: resolver)
        while reader.offset < text.count {
            guard case .change(let change)? = try? reader.next(in: text) else { continue }
            guard reader.line < end else { return }
            note(change, line: reader.line)
        }
        coverage = reader.remarks.last { $0.coverage != nil }?.line
    }

    /// The line of each thing that can be defined once.
    var definitionLines: [Definition: Int] {
        var lines: [Definition: Int] = [:]
        lines.reserveCapacity(services.count + daemons.count + 1)
        for service in services { lines[.service(service.key)] = service.line }
        for (role, line) in daemons { lines[.daemon(role)] = line }
        lines[.timeouts] = timeouts
        lines[.coverage] = coverage
        return lines
    }

    /// The line that added a service; nil if there is none in the end.
    package func line(of identity: ServiceIdentity) -> Int? { services[identity]?.line }

    /// The line that started a daemon; nil if there is none in the end.
    func line(of role: SyncDaemon.Role) -> Int? { daemons[role] }

    /// The line that added a server to a service; nil if there is none in the end.
    package func line(of endpoint: Endpoint, in identity: ServiceIdentity) -> Int? {
        services[identity]?.servers[endpoint].map { Int($0.line) }
    }

    /// The line that added what a change adds, too.
    func line(of change: Change) -> Int? {
        switch change {
        case .addService(let service): line(of: service.identity)
        case .addServer(let server, let identity): line(of: server.endpoint, in: identity)
        case .startDaemon(let daemon): line(of: daemon.role)
        default: nil
        }
    }

    /// Notes what a line does, unless that would be refused.
    mutating func note(_ change: Change, line: Int) {
        guard !change.errors().contains(where: { $0.severity == .misread }) else { return }
        switch change {
        case .addService(let service): services.insert(Service(key: service.identity, line: line))
        case .deleteService(let identity): services[identity] = nil
        case .addServer(let server, let identity):
            let place = Server(key: server.endpoint, line: Int32(truncatingIfNeeded: line))
            services.modify(identity) { _ = $0.servers.insert(place) }
        case .deleteServer(let endpoint, let identity):
            services.modify(identity) { $0.servers[endpoint] = nil }
        case .startDaemon(let daemon): daemons[daemon.role] = daemons[daemon.role] ?? line
        case .stopDaemon(let role): daemons[role] = nil
        case .clear: services.removeAll()
        case .setTimeouts: timeouts = line
        case .editService, .editServer, .zero: break
        }
    }
}
