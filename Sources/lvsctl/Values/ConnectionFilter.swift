import IPVSKit

/// Which connections are wanted; an empty list wants all.
struct ConnectionFilter {
    var service: ServiceIdentity?
    var clients: [EndpointFilter] = []
    var servers: [EndpointFilter] = []
    var states: [StateFilter] = []
    var protocols: [KernelName] = []
    var origin: Connection.Origin?
    /// Only those that no service of the table has any more.
    var orphans: OrphanSearch?

    /// Whether a connection is wanted.
    func matches(_ connection: Connection) -> Bool {
        if !clients.isEmpty, !clients.contains(where: { $0.matches(connection.client) }) { return false }
        if !servers.isEmpty, !servers.contains(where: { $0.matches(connection.server) }) { return false }
        if !states.isEmpty, !states.contains(where: { $0.matches(connection) }) { return false }
        if !protocols.isEmpty, !protocols.contains(connection.protocolName) { return false }
        if let origin, connection.origin != origin { return false }
        if let service, !connection.belongs(to: service) { return false }
        return orphans?.isOrphan(connection) ?? true
    }
}

extension KernelName {
    /// The protocol that the list of connections calls so, if its ports have names; nil for the template of a
    /// firewall mark.
    var serviceProtocol: ServiceProtocol? { ServiceProtocol(self) }
}

extension Connection {
    /// Whether the connection was made for a service.
    fileprivate func belongs(to service: ServiceIdentity) -> Bool {
        switch (service, target) {
        case (.endpoint(let wanted, let endpoint), .endpoint(let called)):
            // A service for every port has port 0.
            protocolName.serviceProtocol == wanted && endpoint.address == called.address
                && (endpoint.port == called.port || endpoint.port == 0)
        case (.firewallMark(let mark, let family), .firewallMark(let found)):
            mark == found && client.address.family == family
        default: false
        }
    }
}

/// Which state is wanted.
enum StateFilter: Equatable {
    /// A connection's, as the kernel names it.
    case named(KernelName)
    /// None: the entry remembers a client for persistence.
    case template

    /// The words for all states, in small letters.
    ///
    /// These are the states of TCP and UDP connections, those that SCTP has besides, and templates
    /// (`ip_vs_proto_tcp.c`, `ip_vs_proto_udp.c`, `ip_vs_proto_sctp.c`).
    static let words: [(String, StateFilter)] =
        [
            "NONE", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT", "TIME_WAIT", "CLOSE", "CLOSE_WAIT",
            "LAST_ACK", "LISTEN", "SYNACK", "UDP", "ASSURED", "INIT1", "INIT", "C-SENT", "C-REPLIED",
            "C-WAIT",
            "COOKIE", "C-ECHOED", "S-SENT", "S-RCVD", "S-ACK-S", "REJECTED", "CLOSED",
        ].map { ($0.description.lowercased(), .named($0)) } + [("template", .template)]

    func matches(_ connection: Connection) -> Bool {
        switch self {
        case .named(let state): connection.state == state
        case .template: connection.isTemplate
        }
    }
}

extension Connection.Origin {
    /// The words for where a connection comes from.
    static let words: [(String, Connection.Origin)] = [("local", .local), ("synced", .synced)]
}

extension ConnectionFilter {
    /// The protocols that the kernel's list names (`ip_vs_proto_name()`, `ip_vs_core.c`); `ip` stands for the templates of
    /// firewall marks.
    static let protocolWords: [(String, KernelName)] =
        ["TCP", "UDP", "SCTP", "AH", "ESP", "IP"].map { ($0.description.lowercased(), $0) }
}
