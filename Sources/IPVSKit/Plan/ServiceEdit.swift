/// What to change about a service; what is nil stays as it is.
public struct ServiceEdit: Hashable, Sendable {
    /// The new scheduler.
    public var scheduler: Scheduler?
    /// The new scheduler flags; the empty set takes them all away.
    public var schedulerFlags: ServiceFlags?
    /// Whether clients stick to a server; false also forgets timeout, mask and engine.
    public var isPersistent: Bool?
    /// The new persistence timeout in seconds.
    public var timeout: UInt32?
    /// The new persistence mask.
    public var netmask: Netmask?
    /// The new persistence engine; the empty name takes it away.
    public var engine: KernelName?
    /// Whether every packet is scheduled on its own.
    public var isOnePacket: Bool?

    /// Creates an edit that changes nothing.
    public init() {}

    /// Returns the service with the changes made.
    public func applied(to service: VirtualService) -> VirtualService {
        var edited = service
        if let scheduler { edited.scheduler = scheduler }
        if let schedulerFlags { edited.schedulerFlags = schedulerFlags }
        if isPersistent == false { edited.persistence = nil }
        if isPersistent == true, !service.flags.contains(.persistent) {
            edited.flags.insert(.persistent)
            if edited.timeout == 0 { edited.timeout = VirtualService.defaultTimeout }
        }
        if let timeout { edited.timeout = timeout }
        if let netmask { edited.netmask = netmask }
        if let engine { edited.engine = engine.isEmpty ? nil : engine }
        if let isOnePacket { edited.isOnePacket = isOnePacket }
        return edited
    }
}

/// What to change about a server; what is nil stays as it is.
public struct ServerEdit: Hashable, Sendable {
    /// The new forwarding method.
    public var method: ForwardingMethod?
    /// The new weight, 0 to 2147483647.
    public var weight: UInt32?
    /// The new upper threshold; 0 takes it away.
    public var upperThreshold: UInt32?
    /// The new lower threshold.
    public var lowerThreshold: UInt32?
    /// The new kind of tunnel; port and checksum options that are not named go with the old kind.
    public var tunnelType: TunnelType?
    /// The new port of a GUE tunnel.
    public var tunnelPort: UInt16?
    /// The new checksum options of a tunnel.
    public var tunnelFlags: TunnelFlags?

    /// Creates an edit that changes nothing.
    public init() {}

    /// Returns the server with the changes made; a method other than tunnel forgets the tunnel.
    public func applied(to server: RealServer) -> RealServer {
        var edited = server
        if let method {
            edited.method = method
            if method != .tunnel { edited.tunnel = .ipip }
        }
        if let weight { edited.weight = weight }
        if let upperThreshold { edited.upperThreshold = upperThreshold }
        if let lowerThreshold { edited.lowerThreshold = lowerThreshold }
        if let tunnelType, tunnelType != edited.tunnel.type { edited.tunnel = Tunnel(type: tunnelType) }
        if let tunnelPort { edited.tunnel.port = tunnelPort }
        if let tunnelFlags { edited.tunnel.flags = tunnelFlags }
        return edited
    }
}
