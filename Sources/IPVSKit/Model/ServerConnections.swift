/// What the connection table holds of some real servers: counts of states, in memory that does not grow with the table.
package struct ServerConnections: Sendable {
    /// What there is of one server.
    package struct Counts: Equatable, Sendable {
        /// How many entries there are of each state that still carries something, with their protocol: `TCP ESTABLISHED`.
        package var left: [State: Int] = [:]
        /// How many clients persistence sends to this server.
        package var templates = 0
        /// In how many seconds the last of them is forgotten, unless its client comes back.
        package var lastTemplateExpires: UInt32 = 0

        /// Creates counts of nothing.
        package init() {}

        /// How many entries still carry something.
        package var leftCount: Int { left.values.reduce(0, +) }
    }

    /// A state of a protocol.
    package struct State: Hashable, Sendable, Comparable {
        /// `TCP`, `UDP` or `SCTP`.
        package var protocolName: KernelName
        /// As the kernel names it.
        package var state: KernelName

        /// Names a state.
        package init(_ state: KernelName, of protocolName: KernelName) {
            (self.state, self.protocolName) = (state, protocolName)
        }

        /// Orders by the words.
        package static func < (left: State, right: State) -> Bool { "\(left)" < "\(right)" }
    }

    /// The servers, with the counts of each.
    package private(set) var counts: [Hold.Subject: Counts]
    /// The servers by their own endpoint, and by their address with port 0 where any port is theirs.
    private var places: [Endpoint: [Hold.Subject]] = [:]
    /// The services of addresses, which entries name.
    private let services: Set<ServiceIdentity>

    /// Begins to count entries of servers; `services` are all services of the table.
    package init(_ servers: some Sequence<Hold.Subject>, services: some Sequence<ServiceIdentity>) {
        self.services = Set(services)
        counts = [:]
        for server in servers where counts.updateValue(Counts(), forKey: server) == nil {
            places[server.server, default: []].append(server)
        }
    }

    /// Counts an entry, if it is one of these servers.
    package mutating func add(_ connection: Connection) {
        let any = Endpoint(connection.server.address, port: 0)
        let found = (places[connection.server] ?? []) + (any == connection.server ? [] : places[any] ?? [])
        guard let subject = found.first(where: { isOf($0.service, connection) }) else { return }
        if connection.isTemplate {
            counts[subject]?.templates += 1
            let expires = max(counts[subject]?.lastTemplateExpires ?? 0, connection.expires)
            counts[subject]?.lastTemplateExpires = expires
        } else if !connection.isOver {
            let state = State(connection.state, of: connection.protocolName)
            counts[subject]?.left[state, default: 0] += 1
        }
    }

    /// Whether an entry was made by a service, as far as can be told: entries do not name marks.
    private func isOf(_ service: ServiceIdentity, _ connection: Connection) -> Bool {
        switch (service, connection.target) {
        case (.firewallMark(let mark, _), .firewallMark(let other)): mark == other
        case (.firewallMark, .endpoint(let target)): ownService(of: target, connection) == nil
        case (.endpoint, .endpoint(let target)): ownService(of: target, connection) == service
        case (.endpoint, .firewallMark): false
        }
    }

    /// The service of an address that takes what is sent to it.
    private func ownService(of target: Endpoint, _ connection: Connection) -> ServiceIdentity? {
        guard let serviceProtocol = ServiceProtocol(connection.protocolName) else { return nil }
        let exact = ServiceIdentity.endpoint(serviceProtocol, target)
        if services.contains(exact) { return exact }
        let everyPort = ServiceIdentity.endpoint(serviceProtocol, Endpoint(target.address, port: 0))
        return services.contains(everyPort) ? everyPort : nil
    }
}

extension ServerConnections.State: CustomStringConvertible {
    /// `ESTABLISHED` for TCP, and `UDP` or `SCTP ESTABLISHED` for others.
    package var description: String {
        if protocolName == "TCP" { return "\(state)" }
        return protocolName == state ? "\(state)" : "\(protocolName) \(state)"
    }
}

extension Connection {
    /// Whether nothing can come any more that belongs to it, and it is only remembered.
    fileprivate var isOver: Bool {
        state == "TIME_WAIT" || state == "CLOSE" || state == "CLOSED"
    }
}
