/// A virtual service as it can be configured.
///
/// It holds the kernel's own fields, so that whatever another program put into the table survives being read and written
/// back; ``persistence`` and ``isOnePacket`` are views of them.
public struct VirtualService: Hashable, Sendable {
    /// What makes the service the one it is; it cannot be edited.
    public let identity: ServiceIdentity
    /// The scheduling algorithm.
    public var scheduler: Scheduler
    /// The flag word, without ``ServiceFlags/hashed``.
    package var flags: ServiceFlags
    /// The persistence timeout in seconds; kept by the kernel even without ``ServiceFlags/persistent``.
    package var timeout: UInt32
    /// The persistence mask; ``Netmask/host(_:)`` when nothing else was asked for.
    package var netmask: Netmask
    /// The persistence engine, 1 to 15 bytes, for example `sip`; nil for none.
    package var engine: KernelName?

    /// The persistence timeout that ipvsadm uses when none is given, in seconds.
    public static let defaultTimeout: UInt32 = 360
    /// The longest persistence timeout that ipvsadm accepts, in seconds: 31 days.
    package static let timeoutLimit: UInt32 = 2_678_400
    /// The most bytes the name of a persistence engine may have: one less than the kernel's field, as other names.
    static let engineLimit = 15

    /// Creates a service that is not persistent.
    public init(_ identity: ServiceIdentity, scheduler: Scheduler = .weightedLeastConnection) {
        self.identity = identity
        self.scheduler = scheduler
        flags = []
        timeout = 0
        netmask = .host(identity.family)
        engine = nil
    }

    /// How clients stick to a server; nil when they do not.
    ///
    /// Setting nil also forgets timeout, mask and engine.
    public var persistence: Persistence? {
        get {
            guard flags.contains(.persistent) else { return nil }
            return Persistence(timeout: timeout, netmask: netmask, engine: engine)
        }
        set {
            if newValue == nil { flags.remove(.persistent) } else { flags.insert(.persistent) }
            timeout = newValue?.timeout ?? 0
            netmask = newValue?.netmask ?? .host(identity.family)
            engine = newValue?.engine
        }
    }

    /// Whether every packet is scheduled on its own; only UDP services obey it.
    public var isOnePacket: Bool {
        get { flags.contains(.onePacket) }
        set { if newValue { flags.insert(.onePacket) } else { flags.remove(.onePacket) } }
    }

    /// The flags that belong to the scheduler.
    public var schedulerFlags: ServiceFlags {
        get { flags.intersection(.schedulerFlags) }
        set { flags = flags.subtracting(.schedulerFlags).union(newValue.intersection(.schedulerFlags)) }
    }
}

/// How long, and by what, a client sticks to its real server.
public struct Persistence: Hashable, Sendable {
    /// How long a client is remembered after its last connection, in seconds, 1 to 2678400.
    public var timeout: UInt32
    /// How much of the client's address counts.
    public var netmask: Netmask
    /// What else than the address identifies a client, for example `sip`; nil for nothing.
    public var engine: KernelName?

    /// Creates a persistence.
    public init(timeout: UInt32 = VirtualService.defaultTimeout, netmask: Netmask, engine: KernelName? = nil)
    {
        self.timeout = timeout
        self.netmask = netmask
        self.engine = engine
    }
}
