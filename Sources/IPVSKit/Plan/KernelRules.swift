/// What a particular kernel and network namespace accept, as far as the reference semantics need to know.
package struct KernelRules: Sendable {
    /// The schedulers that can be loaded, `none` among them.
    package var schedulers: Set<Scheduler>
    /// The persistence engines that can be loaded.
    package var engines: Set<KernelName>
    /// The network interfaces that are there; nil to accept every name.
    package var interfaces: Set<KernelName>?
    /// The addresses of this host, which may be servers even where their kind could not.
    package var localAddresses: Set<IPAddress>
    /// The broadcast addresses of connected networks, which cannot be servers.
    package var broadcastAddresses: Set<IPAddress>
    /// Clock ticks a second, which bound the timeouts: 100, 250, 300 or 1000.
    package var ticksPerSecond: UInt32
    /// Whether modules and addresses are taken that nobody here knows of, as a kernel may.
    var acceptsUnknown = false

    /// Creates rules that accept everything that Linux up to 7.1 has.
    package init() {
        schedulers = Set(Scheduler.known + [.none])
        engines = ["sip"]
        interfaces = nil
        localAddresses = []
        broadcastAddresses = []
        ticksPerSecond = 1000
    }

    /// What some kernel might accept: for what a kernel has accepted.
    package static var widest: KernelRules {
        var rules = KernelRules()
        rules.acceptsUnknown = true
        rules.ticksPerSecond = 1
        return rules
    }

    /// Whether the kernel has the modules that a service needs.
    func hasModules(of service: VirtualService) -> Bool {
        if acceptsUnknown { return true }
        return schedulers.contains(service.scheduler) && service.engine.map(engines.contains) ?? true
    }

    /// Whether the kernel takes an address for a server: one that is routed as unicast or local.
    func acceptsServer(_ address: IPAddress) -> Bool {
        if acceptsUnknown || localAddresses.contains(address) { return true }
        switch address.family {
        case .ipv4:
            return address.bits32 != 0 && address.bits32 != .max && !address.isMulticast
                && !broadcastAddresses.contains(address)
        case .ipv6:
            return address.high >> 54 != 0x3FA && address.isUnicastIPv6
        }
    }
}

extension IPAddress {
    /// Whether the kernel counts an IPv6 address as unicast: neither `::`, a group, nor `::ffff:0:0/96`.
    ///
    /// See ipv6_addr_type(), net/ipv6/addrconf_core.c.
    fileprivate var isUnicastIPv6: Bool {
        high >> 56 != 0xFF && self != .any(.ipv6) && !isMappedIPv4
    }
}
