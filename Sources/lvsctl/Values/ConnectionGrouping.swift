import IPVSKit

/// What is shown of connections.
enum ConnectionReport {
    case list
    /// How many there are of each service, server and state.
    case count
    /// How many there are of each group; only so many of them.
    case groups(ConnectionGrouping, limit: Int?)
}

/// By what connections are counted: `client`, `client/24`, `client/24,56`, `server`, `service`, `state`, `protocol` or
/// `origin`.
struct ConnectionGrouping {
    /// What connections of a group have in common.
    enum Kind: String, CaseIterable {
        case client, server, service, state
        case connectionProtocol = "protocol"
        case origin
    }

    let kind: Kind
    /// How many bits of addresses count; nil for all of them, with the port of servers.
    let prefixLengths: PrefixLengths?

    /// How many bits of the addresses of each family count.
    struct PrefixLengths {
        var ipv4: UInt32
        var ipv6: UInt32
    }

    /// The words for all kinds.
    static let words = Kind.allCases.map(\.rawValue)

    /// Understands a grouping; nil if it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let kind = parts.first.flatMap(Kind.init(rawValue:)) else { return nil }
        self.kind = kind
        guard parts.count == 2 else {
            prefixLengths = nil
            return
        }
        guard kind == .client || kind == .server, let lengths = Self.prefixLengths(parts[1]) else {
            return nil
        }
        prefixLengths = lengths
    }

    /// One number is for the family in which it makes sense; addresses of the other one count as a whole.
    private static func prefixLengths(_ text: String) -> PrefixLengths? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
            decimalNumber(String($0))
        }
        let (v4, v6) = (AddressFamily.ipv4.bitCount, AddressFamily.ipv6.bitCount)
        switch (numbers.count, numbers.first ?? nil, numbers.last ?? nil) {
        case (1, let length?, _) where length <= v4: return PrefixLengths(ipv4: length, ipv6: v6)
        case (1, let length?, _) where length <= v6: return PrefixLengths(ipv4: v4, ipv6: length)
        case (2, let first?, let second?) where first <= v4 && second <= v6:
            return PrefixLengths(ipv4: first, ipv6: second)
        default: return nil
        }
    }

    /// The group of a connection.
    func group(of connection: Connection) -> ConnectionGroup {
        switch kind {
        case .client:
            network(connection.client.address) ?? .address(connection.client.address)
        case .server: network(connection.server.address) ?? .endpoint(connection.server)
        case .service: .service(connection.protocolName, connection.target)
        case .state:
            connection.isTemplate ? .template : .state(connection.protocolName, connection.state)
        case .connectionProtocol: .connectionProtocol(connection.protocolName)
        case .origin: .origin(connection.origin)
        }
    }

    private func network(_ address: IPAddress) -> ConnectionGroup? {
        guard let prefixLengths else { return nil }
        let length = address.family == .ipv4 ? prefixLengths.ipv4 : prefixLengths.ipv6
        return .network(address.firstBits(length), length)
    }
}

/// What the connections of a group have in common.
enum ConnectionGroup: Hashable {
    case address(IPAddress)
    case network(IPAddress, UInt32)
    case endpoint(Endpoint)
    /// What clients called.
    case service(KernelName, Connection.Target)
    case state(KernelName, KernelName)
    case template
    case connectionProtocol(KernelName)
    /// Nil where the kernel's list does not say.
    case origin(Connection.Origin?)
}

extension ConnectionGroup: Comparable {
    /// Orders groups of one kind, so that equal counts do not change places from run to run.
    static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.address(let one), .address(let other)): one < other
        case (.network(let one, _), .network(let other, _)): one < other
        case (.endpoint(let one), .endpoint(let other)): one < other
        case (.service(let one, .endpoint(let called)), .service(let other, .endpoint(let otherCalled))):
            called == otherCalled ? one < other : called < otherCalled
        case (.service(_, .firewallMark(let one)), .service(_, .firewallMark(let other))): one < other
        case (.service(_, .endpoint), .service(_, .firewallMark)): true
        case (.state(let one, let state), .state(let other, let otherState)):
            one == other ? state < otherState : one < other
        case (.state, .template): true
        case (.connectionProtocol(let one), .connectionProtocol(let other)): one < other
        case (.origin(let one?), .origin(let other?)): one.rawValue < other.rawValue
        case (.origin(.some), .origin(.none)): true
        default: false
        }
    }
}
