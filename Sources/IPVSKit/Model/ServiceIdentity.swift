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

extension ServiceIdentity {
    /// Combines a service of an IPv4 address in one step: large tables are looked through by it.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .endpoint(_, let endpoint): hasher.combine(endpoint)
        case .firewallMark(let mark, _): hasher.combine(mark)
        }
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

extension ServiceIdentity: LosslessStringConvertible {
    /// Creates an identity from text such as `tcp 10.0.0.1:80`, `firewall mark 5` or `firewall mark 5 IPv6`; nil if it
    /// is none of these.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch (words.count, words.first) {
        case (3..., "firewall") where words[1] == "mark":
            let family: AddressFamily? = words.count == 3 ? .ipv4 : words[3...] == ["IPv6"] ? .ipv6 : nil
            guard let family, let mark = Self.number(words[2]), mark > 0 else { return nil }
            self = .firewallMark(mark, family)
        case (3, "protocol"):
            guard let number = Self.number(words[1]).flatMap(UInt16.init(exactly:)),
                let endpoint = Endpoint(words[2])
            else { return nil }
            self = .endpoint(ServiceProtocol(rawValue: number), endpoint)
        case (2, let name):
            let known = [ServiceProtocol.tcp, .udp, .sctp].first { $0.description == name }
            guard let known, let endpoint = Endpoint(words[1]) else { return nil }
            self = .endpoint(known, endpoint)
        default: return nil
        }
    }

    private static func number(_ text: String) -> UInt32? {
        text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? UInt32(text) : nil
    }

    /// `tcp 10.0.0.1:80`, `firewall mark 5` or `firewall mark 5 IPv6`.
    public var description: String {
        switch self {
        case .endpoint(let serviceProtocol, let endpoint): "\(serviceProtocol) \(endpoint)"
        case .firewallMark(let mark, .ipv4): "firewall mark \(mark)"
        case .firewallMark(let mark, .ipv6): "firewall mark \(mark) IPv6"
        }
    }
}
