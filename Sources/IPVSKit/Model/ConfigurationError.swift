/// Something about a configuration that the kernel would take but not mean what was meant.
///
/// The kernel checks little. What it would silently change or misread is ``Severity/misread`` and is never
/// sent; what it would store although it cannot work is ``Severity/useless`` and is refused unless the
/// caller asks for it word for word, as loading a saved table does.
public enum ConfigurationError: Hashable, Sendable {
    /// How bad an error is.
    public enum Severity: Hashable, Sendable {
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
    case nameLength(of: String, name: String, limit: Int)
    /// One-packet scheduling only works with UDP.
    case onePacketNotUDP(ServiceProtocol)
    /// The mask is of another address family than the service.
    case netmaskFamily(Netmask)
    /// An IPv6 prefix length is 1 to 128.
    case prefixLength(UInt32)
    /// An IPv4 mask has holes.
    case netmaskWithHoles(Netmask)
    /// A persistence timeout is 1 to 2678400 seconds.
    case persistenceTimeout(UInt32)
    /// A persistence engine without persistence has no effect.
    case engineWithoutPersistence(KernelName)
    /// Flag bits that no kernel knows.
    case unknownServiceFlags(UInt32)
    /// Forwarding methods 4 to 7 are the kernel's own or nobody's; beyond 7 bits are lost.
    case forwardingMethod(ForwardingMethod)
    /// A weight is 0 to 2147483647.
    case weight(UInt32)
    /// A threshold is above 2147483647.
    ///
    /// Kernels refuse such upper thresholds since the stable updates of 2026. Older ones keep them, and there are
    /// never so many connections: a table that has them must be saved and restored, so this is no error.
    case threshold(UInt32)
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
    /// A sync identity is 0 to 255.
    case syncID(UInt32)
    /// A sync daemon's message length is 1 to 65507 bytes.
    case syncLength(UInt16)
    /// A sync daemon's group is no multicast address.
    case syncGroup(IPAddress)
    /// A connection timeout is at most 2147483 seconds.
    case connectionTimeout(UInt32)

    /// How bad the error is.
    public var severity: Severity {
        switch self {
        case .protocolNotBalanced, .portZeroWithoutPersistence, .onePacketNotUDP, .netmaskWithHoles,
            .persistenceTimeout, .engineWithoutPersistence, .unknownServiceFlags, .tunnelWithoutTunnelMethod,
            .tunnelType, .tunnelFlags, .syncID, .threshold:
            .useless
        case .tunnelPort(let port, _): port == 0 ? .misread : .useless
        case .forwardingMethod(let method): method.rawValue > 7 ? .misread : .useless
        default: .misread
        }
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// The error in people's words, with what would be right.
    public var description: String {
        switch self {
        case .markIsZero: "firewall mark 0 is not a mark (1 to 4294967295)"
        case .protocolNotBalanced(let serviceProtocol):
            "IPVS does not balance \(serviceProtocol) (tcp, udp or sctp)"
        case .portZeroWithoutPersistence:
            "port 0 (every port) only works with persistence (give a port, or add -p)"
        case .nameLength(let what, let name, let limit):
            "the \(what) '\(name)' must have 1 to \(limit) bytes"
        case .onePacketNotUDP(let serviceProtocol):
            "one-packet scheduling only works with udp, not with \(serviceProtocol)"
        case .netmaskFamily(let mask): "the mask \(mask) is of another address family than the service"
        case .prefixLength(let length): "prefix length \(length) is not 1 to 128"
        case .netmaskWithHoles(let mask): "the mask \(mask) has holes (use one such as 255.255.255.0, or /24)"
        case .persistenceTimeout(let seconds):
            "persistence timeout \(seconds) is not 1 to \(VirtualService.timeoutLimit) seconds"
        case .engineWithoutPersistence(let engine): "the engine '\(engine)' needs persistence (add -p)"
        case .unknownServiceFlags(let bits): "no kernel knows the service flags 0x\(String(bits, radix: 16))"
        case .forwardingMethod(let method):
            "forwarding \(method) cannot be asked for (masquerade, direct routing, tunnel or local)"
        case .weight(let weight): "weight \(weight) is not 0 to \(RealServer.weightLimit)"
        case .threshold(let value):
            "threshold \(value) is above \(RealServer.thresholdLimit): older kernels keep it, newer ones refuse it"
        case .thresholdOrder(let lower, let upper):
            "the lower threshold \(lower) is above the upper threshold \(upper)"
        case .serverFamily(let endpoint, let family):
            "\(endpoint) cannot serve an \(family) service (only tunnel servers may be of another family)"
        case .serverAddress(let address): "\(address) is not the address of a single host"
        case .tunnelWithoutTunnelMethod(let method): "tunnel options have no effect with \(method) (use -i)"
        case .tunnelType(let type): "no kernel knows tunnel type \(type) (ipip, gue or gre)"
        case .tunnelPort(let port, let type):
            port == 0 ? "\(type) tunnels need a port (--tun-port)" : "\(type) tunnels have no port"
        case .tunnelFlags(_, let type): "\(type) tunnels have no such checksum option"
        case .syncID(let number): "sync identity \(number) is not 0 to 255"
        case .syncLength(let length): "message length \(length) is not 1 to \(SyncDaemon.lengthLimit)"
        case .syncGroup(let address): "\(address) is not a multicast address"
        case .connectionTimeout(let seconds):
            "timeout \(seconds) is not 0 to \(ConnectionTimeouts.limit) seconds"
        }
    }
}
