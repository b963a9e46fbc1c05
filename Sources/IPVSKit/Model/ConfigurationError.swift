/// Something about a configuration that the kernel would take but not mean what was meant.
///
/// The kernel checks little. What it would silently change or misread is never sent. What it would store although it
/// cannot work is refused, too, but for ``ConfigurationCheck/verbatim``, which is for tables that were saved as they were.
public enum ConfigurationError: Hashable, Sendable {
    /// How bad an error is.
    package enum Severity: Hashable, Sendable {
        /// The kernel would store something else than was asked.
        case misread
        /// The kernel would store it as asked, and it would not work.
        case useless
    }

    /// Firewall mark 0 would become the service tcp 0.0.0.0:0.
    case markIsZero
    /// IPVS balances TCP, UDP and SCTP only.
    case protocolNotBalanced(ServiceProtocol)
    /// A service for every port only works with persistence.
    case portZeroWithoutPersistence
    /// A name is empty or too long, in bytes.
    case nameLength(of: Field, name: String, limit: Int)
    /// One-packet scheduling only works with UDP.
    case onePacketNotUDP(ServiceProtocol)
    /// The mask is of another address family than the service.
    case netmaskFamily(Netmask)
    /// An IPv6 prefix length is 1 to 128.
    case prefixLength(UInt32)
    /// An IPv4 mask has holes.
    case netmaskWithHoles(Netmask)
    /// A persistence engine without persistence has no effect.
    case engineWithoutPersistence(KernelName)
    /// Flag bits that no kernel knows.
    case unknownServiceFlags(UInt32)
    /// Forwarding methods 4 to 7 are the kernel's own or nobody's; beyond 7 bits are lost.
    case forwardingMethod(ForwardingMethod)
    /// The lower threshold is larger than the upper one.
    case thresholdOrder(lower: UInt32, upper: UInt32)
    /// Only tunnel servers may be of another address family than their service.
    case serverFamily(Endpoint, service: AddressFamily)
    /// The address of a server is a group, unspecified, or an IPv4 address in IPv6 form.
    case serverAddress(IPAddress)
    /// Tunnel options for a server that is no tunnel.
    case tunnelWithoutTunnelMethod(ForwardingMethod)
    /// The kernel does not know the kind of tunnel.
    case tunnelType(TunnelType)
    /// GUE needs a port of 1 to 65535, the others have none.
    case tunnelPort(UInt16, TunnelType)
    /// The kind of tunnel has no such checksum option.
    case tunnelFlags(TunnelFlags, TunnelType)
    /// A sync daemon's group is no multicast address.
    case syncGroup(IPAddress)
    /// A number is not one that its field can have.
    case outOfRange(Field, UInt32)

    /// How bad the error is.
    package var severity: Severity {
        switch self {
        case .protocolNotBalanced, .portZeroWithoutPersistence, .onePacketNotUDP, .netmaskWithHoles,
            .engineWithoutPersistence, .unknownServiceFlags, .tunnelWithoutTunnelMethod, .tunnelType,
            .tunnelFlags:
            .useless
        case .outOfRange(let field, _):
            if case .number(let kind) = field.definition.kind { kind.excess } else { .misread }
        case .tunnelPort(let port, _): port == 0 ? .misread : .useless
        case .forwardingMethod(let method): method.rawValue > 7 ? .misread : .useless
        default: .misread
        }
    }
}

extension ConfigurationError {
    /// The field that is wrong, whose name and option lead to its place.
    package var field: Field {
        switch self {
        case .markIsZero: .mark
        case .protocolNotBalanced: .serviceProtocol
        case .portZeroWithoutPersistence: .servicePort
        case .nameLength(let field, _, _), .outOfRange(let field, _): field
        case .onePacketNotUDP: .onePacket
        case .netmaskFamily, .prefixLength, .netmaskWithHoles: .netmask
        case .engineWithoutPersistence: .engine
        case .unknownServiceFlags: .extraFlags
        case .forwardingMethod: .method
        case .thresholdOrder: .lowerThreshold
        case .serverFamily, .serverAddress: .serverAddress
        case .tunnelWithoutTunnelMethod: .tunnel
        case .tunnelType: .tunnelType
        case .tunnelPort: .tunnelPort
        case .tunnelFlags(let flags, _): flags == .checksum ? .tunnelChecksum : .tunnelRemoteChecksum
        case .syncGroup: .group
        }
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// The error as a message for people, with what would be right.
    public var description: String {
        switch self {
        case .markIsZero: "'0' is not \(Field.mark.expected)"
        case .protocolNotBalanced(let serviceProtocol):
            "IPVS does not balance \(serviceProtocol) (tcp, udp or sctp)"
        case .portZeroWithoutPersistence:
            "port 0 (every port) only works with persistence"
        case .nameLength(let field, let name, let limit):
            "the \(field.definition.label) '\(name)' must have 1 to \(limit) bytes"
        case .onePacketNotUDP(let serviceProtocol):
            "one-packet scheduling only works with udp, not with \(serviceProtocol)"
        case .netmaskFamily(let mask): "the mask \(mask) is of another address family than the service"
        case .prefixLength(let length): "prefix length \(length) is not 1 to 128"
        case .netmaskWithHoles(let mask): "the mask \(mask) has holes (use one such as 255.255.255.0, or /24)"
        case .engineWithoutPersistence(let engine): "the engine '\(engine)' needs persistence"
        case .unknownServiceFlags(let bits): "no kernel knows the service flags 0x\(String(bits, radix: 16))"
        case .forwardingMethod(let method):
            "forwarding \(method) cannot be asked for (masquerade, direct routing, tunnel or local)"
        case .thresholdOrder(let lower, 0):
            "the lower threshold \(lower) needs an upper threshold"
        case .thresholdOrder(let lower, let upper):
            "the lower threshold \(lower) is above the upper threshold \(upper)"
        case .serverFamily(let endpoint, let family):
            "\(endpoint) cannot serve an \(family) service (only tunnel servers may be of another family)"
        case .serverAddress(let address): "\(address) is not the address of a single host"
        case .tunnelWithoutTunnelMethod(let method): "tunnel options have no effect with \(method)"
        case .tunnelType(let type): "no kernel knows tunnel type \(type) (ipip, gue or gre)"
        case .tunnelPort(let port, let type):
            port == 0 ? "\(type) tunnels need a port" : "\(type) tunnels have no port"
        case .tunnelFlags(_, let type): "\(type) tunnels have no such checksum option"
        case .syncGroup(let address): "\(address) is not a multicast address"
        case .outOfRange(let field, let number): "'\(number)' is not \(field.expected)"
        }
    }
}
