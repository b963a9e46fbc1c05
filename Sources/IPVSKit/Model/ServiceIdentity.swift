/// What makes a virtual service the one it is; it cannot be edited.
public enum ServiceIdentity: Hashable, Sendable {
    /// A service for packets to an address and port.
    case endpoint(ServiceProtocol, Endpoint)
    /// A service for packets that carry a firewall mark, 1 to 4294967295, in one address family.
    case firewallMark(UInt32, AddressFamily)

    /// A TCP service.
    public static func tcp(_ endpoint: Endpoint) -> ServiceIdentity { .endpoint(.tcp, endpoint) }
    /// A UDP service.
    public static func udp(_ endpoint: Endpoint) -> ServiceIdentity { .endpoint(.udp, endpoint) }
    /// An SCTP service.
    public static func sctp(_ endpoint: Endpoint) -> ServiceIdentity { .endpoint(.sctp, endpoint) }

    /// The address family of the service.
    public var family: AddressFamily {
        switch self {
        case .endpoint(_, let endpoint): endpoint.address.family
        case .firewallMark(_, let family): family
        }
    }

    /// The port of an address service; nil for a firewall mark.
    public var port: UInt16? {
        guard case .endpoint(_, let endpoint) = self else { return nil }
        return endpoint.port
    }

    /// The protocol of an address service; nil for a firewall mark.
    public var serviceProtocol: ServiceProtocol? {
        guard case .endpoint(let serviceProtocol, _) = self else { return nil }
        return serviceProtocol
    }
}

extension ServiceIdentity: Comparable {
    /// Orders address services by address, port and protocol, then firewall marks by number and family.
    public static func < (left: ServiceIdentity, right: ServiceIdentity) -> Bool {
        switch (left, right) {
        case (.endpoint(let a, let x), .endpoint(let b, let y)):
            x == y ? a.rawValue < b.rawValue : x < y
        case (.firewallMark(let a, let x), .firewallMark(let b, let y)):
            (a, x.rawValue) < (b, y.rawValue)
        case (.endpoint, .firewallMark): true
        case (.firewallMark, .endpoint): false
        }
    }
}

extension ServiceIdentity: CustomStringConvertible {
    /// `tcp 10.0.0.1:80`, `firewall mark 5` or `firewall mark 5 IPv6`.
    public var description: String {
        switch self {
        case .endpoint(let serviceProtocol, let endpoint): "\(serviceProtocol) \(endpoint)"
        case .firewallMark(let mark, .ipv4): "firewall mark \(mark)"
        case .firewallMark(let mark, .ipv6): "firewall mark \(mark) IPv6"
        }
    }
}
