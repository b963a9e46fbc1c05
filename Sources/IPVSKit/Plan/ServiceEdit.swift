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

    /// Creates an edit of what is given; without arguments, one that changes nothing.
    public init(
        scheduler: Scheduler? = nil,
        schedulerFlags: ServiceFlags? = nil,
        isPersistent: Bool? = nil,
        timeout: UInt32? = nil,
        netmask: Netmask? = nil,
        engine: KernelName? = nil,
        isOnePacket: Bool? = nil
    ) {
        (self.scheduler, self.schedulerFlags) = (scheduler, schedulerFlags)
        (self.isPersistent, self.timeout, self.netmask, self.engine) = (
            isPersistent, timeout, netmask, engine
        )
        self.isOnePacket = isOnePacket
    }

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
