import IPVSKit

/// Which connections are wanted.
struct ConnectionFilter {
    var service: ServiceIdentity?
    var client: EndpointFilter?
    var server: EndpointFilter?
    /// The state's name in any case.
    var state: KernelName?

    /// Whether a connection is wanted.
    func matches(_ connection: Connection) -> Bool {
        if let client, !client.matches(connection.client) { return false }
        if let server, !server.matches(connection.server) { return false }
        if let state, state.lowercased() != connection.state.lowercased() { return false }
        return service.map(connection.belongs) ?? true
    }
}

extension Connection {
    /// The protocol; nil for the template of a firewall mark.
    var transport: ServiceProtocol? {
        switch protocolName {
        case "TCP": .tcp
        case "UDP": .udp
        case "SCTP": .sctp
        default: nil
        }
    }

    /// Whether the connection was made for a service.
    fileprivate func belongs(to service: ServiceIdentity) -> Bool {
        switch (service, target) {
        case (.endpoint(let wanted, let endpoint), .endpoint(let called)):
            // A service for every port has port 0.
            transport == wanted && endpoint.address == called.address
                && (endpoint.port == called.port || endpoint.port == 0)
        case (.firewallMark(let mark, let family), .firewallMark(let found)):
            mark == found && client.address.family == family
        default: false
        }
    }
}

extension KernelName {
    /// The states of TCP and UDP connections and of templates, and those that SCTP has besides.
    static let knownStates: [KernelName] = [
        "NONE", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT", "TIME_WAIT", "CLOSE", "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN", "SYNACK", "UDP", "ASSURED", "INIT1", "INIT", "C-SENT", "C-REPLIED", "C-WAIT", "COOKIE",
        "C-ECHOED", "S-SENT", "S-RCVD", "S-ACK-S", "REJECTED", "CLOSED",
    ]

    /// Whether a connection may be in a state of this name, in upper or lower case.
    var isKnownState: Bool { Self.knownStates.contains { $0.lowercased() == lowercased() } }

    fileprivate func lowercased() -> String { description.lowercased() }
}
