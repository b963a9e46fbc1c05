/// Something about a table that the kernel does as asked and that experience warns of.
package enum ConfigurationWarning: Hashable, Sendable {
    /// No packet that the kernel schedules has this address: it is unspecified, a group's or for all.
    case unmatchedAddress(ServiceIdentity)
    /// The service has no servers: its clients are refused.
    case noServers(ServiceIdentity)
    /// All servers of the service have weight 0: new clients are refused.
    case allWeightsZero(ServiceIdentity)
    /// The service has no scheduler: new clients are refused.
    case noScheduler(ServiceIdentity)
    /// `sh` and `mh` refuse the clients of an unusable server unless they may fall back.
    case noFallback(ServiceIdentity, Scheduler)
    /// Persistence forgets clients without a connection within less than a minute: after this many seconds.
    case shortPersistence(ServiceIdentity, timeout: UInt32)
    /// Thresholds also count connections that are over but not forgotten: the service's first server with one, and how
    /// many more there are.
    case threshold(ServiceIdentity, Endpoint, limit: UInt32, others: Int)
    /// Packets keep their port on the way to this server: its own port is ignored.
    case ignoredPort(ServiceIdentity, Endpoint)
    /// Answers of masqueraded servers are not translated back with one-packet scheduling.
    case onePacketMasquerade(ServiceIdentity, Endpoint)
    /// Outside packets to a masqueraded server on the loopback network are dropped.
    case loopbackServer(ServiceIdentity, Endpoint)

    /// The service that the warning is about.
    package var service: ServiceIdentity {
        switch self {
        case .unmatchedAddress(let identity), .noServers(let identity), .allWeightsZero(let identity),
            .noScheduler(let identity),
            .noFallback(let identity, _), .shortPersistence(let identity, _),
            .threshold(let identity, _, _, _),
            .ignoredPort(let identity, _), .onePacketMasquerade(let identity, _),
            .loopbackServer(let identity, _):
            identity
        }
    }

    /// The server that the warning is about; nil for one about the service.
    package var server: Endpoint? {
        switch self {
        case .threshold(_, let endpoint, _, _), .ignoredPort(_, let endpoint),
            .onePacketMasquerade(_, let endpoint), .loopbackServer(_, let endpoint):
            endpoint
        default: nil
        }
    }
}

extension TableConfiguration {
    /// What experience warns of, service by service in the table's order.
    package func warnings() -> [ConfigurationWarning] {
        services.flatMap { $0.warnings() }
    }
}

extension ServiceConfiguration {
    fileprivate func warnings() -> [ConfigurationWarning] {
        var warnings: [ConfigurationWarning] = []
        let identity = service.identity
        if case .endpoint(_, let endpoint) = identity, !endpoint.address.canMatchService {
            warnings.append(.unmatchedAddress(identity))
        }
        if service.scheduler == .none { warnings.append(.noScheduler(identity)) }
        if servers.isEmpty {
            warnings.append(.noServers(identity))
        } else if !hasUsableServer {
            warnings.append(.allWeightsZero(identity))
        }
        let hashes = service.scheduler == .sourceHashing || service.scheduler == .maglevHashing
        if hashes, servers.count > 1, !service.flags.contains(.fallback) {
            warnings.append(.noFallback(identity, service.scheduler))
        }
        // People pause for longer. The time begins when the last connection of a client is forgotten.
        if let persistence = service.persistence, persistence.timeout < 60 {
            warnings.append(.shortPersistence(identity, timeout: persistence.timeout))
        }
        let limited = servers.lazy.filter { $0.upperThreshold > 0 }
        if let first = limited.first(where: { _ in true }) {
            let others = limited.reduce(-1) { count, _ in count + 1 }
            warnings.append(.threshold(identity, first.endpoint, limit: first.upperThreshold, others: others))
        }
        for server in servers { addWarnings(on: server, to: &warnings) }
        return warnings
    }

    private func addWarnings(on server: RealServer, to warnings: inout [ConfigurationWarning]) {
        let identity = service.identity
        let endpoint = server.endpoint
        if server.method.keepsPort, endpoint.port != 0, endpoint.port != identity.port {
            warnings.append(.ignoredPort(identity, endpoint))
        }
        if server.method == .masquerade {
            if service.isOnePacket { warnings.append(.onePacketMasquerade(identity, endpoint)) }
            if endpoint.address.isLoopback { warnings.append(.loopbackServer(identity, endpoint)) }
        }
    }
}

extension ServiceIdentity {
    /// The port that packets to the service have.
    fileprivate var keptPort: String {
        guard let port, port != 0 else { return "the port that the client called" }
        return "port \(port)"
    }
}

extension IPAddress {
    /// Whether the address can be one host's: it is neither unspecified nor a group's.
    package var isHost: Bool { self != .any(family) && !isMulticast }

    /// Whether packets to the address can match a service: it is one host's, and not 255.255.255.255.
    ///
    /// Of what comes from outside, the kernel only looks at packets that are for this host alone (`ip_vs_in_hook()`,
    /// `ip_vs_core.c`, Linux 6.1).
    package var canMatchService: Bool { isHost && !(family == .ipv4 && bits32 == .max) }

    /// Whether the address is in `127.0.0.0/8` or is `::1`.
    package var isLoopback: Bool {
        family == .ipv4 ? bits32 >> 24 == 127 : high == 0 && low == 1
    }
}

extension ConfigurationWarning: CustomStringConvertible {
    /// The warning as a message for people.
    package var description: String {
        switch self {
        case .unmatchedAddress(let identity):
            "\(identity): no packet matches a service at this address (use a firewall mark, or a service for each address)"
        case .noServers(let identity): "\(identity) has no real servers: its clients are refused"
        case .allWeightsZero(let identity):
            "all real servers of \(identity) have weight 0: new clients are refused"
        case .noScheduler(let identity): "\(identity) has no scheduler: new clients are refused"
        case .noFallback(let identity, let scheduler):
            "\(identity): the clients of a server with weight 0 are refused (with the flag \(scheduler)-fallback they go elsewhere)"
        case .shortPersistence(let identity, let timeout):
            "\(identity): a client that comes back after \(timeout) s without a connection may meet another server"
        case .threshold(let identity, let endpoint, let limit, let others):
            "\(endpoint) of \(identity): the upper threshold \(limit) also counts connections that are over "
                + "but not forgotten (TIME_WAIT, all of UDP)"
                + (others > 0 ? "; so do those of \(others) more" : "")
        case .ignoredPort(let identity, let endpoint):
            "\(endpoint) of \(identity): the port is ignored, packets keep \(identity.keptPort) (only masquerading changes it)"
        case .onePacketMasquerade(let identity, let endpoint):
            "\(endpoint) of \(identity): with one-packet scheduling answers are not translated back (use direct routing or a tunnel)"
        case .loopbackServer(let identity, let endpoint):
            "\(endpoint) of \(identity): packets from outside are not delivered to the loopback network (use direct routing)"
        }
    }
}
