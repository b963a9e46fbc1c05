internal import CNetlink

// The structures of the older interface of IPVS, <linux/ip_vs.h>, which is about IPv4 alone. Of servers they lack what a
// tunnel is like, of services the engine; counters have 32 bits and are not read here.

extension ip_vs_get_dests {
    /// Names a service of IPv4.
    init(_ identity: ServiceIdentity) {
        self.init()
        switch identity {
        case .endpoint(let serviceProtocol, let endpoint):
            self.protocol = serviceProtocol.rawValue
            addr = endpoint.address.bits32.bigEndian
            port = endpoint.port.bigEndian
        case .firewallMark(let mark, _): fwmark = mark
        }
    }
}

extension ip_vs_service_entry {
    /// How many servers the service has, of any address family.
    var serverCount: Int { Int(num_dests) }

    /// Whether this is a service that netlink has told of, as far as it can be seen here.
    func isAlike(_ service: VirtualService) -> Bool {
        guard let scheduler else { return false }
        var own = VirtualService(
            identity,
            scheduler: scheduler,
            flags: ServiceFlags(rawValue: flags),
            timeout: timeout,
            netmask: netmask
        )
        own.engine = service.engine
        return own == service
    }

    private var identity: ServiceIdentity {
        fwmark != 0
            ? .firewallMark(fwmark, .ipv4)
            : .endpoint(ServiceProtocol(rawValue: self.protocol), Endpoint(ipv4: addr, port: port))
    }

    private var scheduler: KernelName? {
        unsafe withUnsafeBytes(of: sched_name) { bytes in
            try? unsafe Span<UInt8>(_unsafeBytes: bytes).text("sched_name")
        }
    }
}

extension ip_vs_dest_entry {
    /// The server, without counters; nil if it has more than can be seen here.
    var observed: ObservedServer? {
        let method = ForwardingMethod(flags: conn_flags)
        guard method != .tunnel else { return nil }
        return ObservedServer(
            RealServer(
                Endpoint(ipv4: addr, port: port),
                method: method,
                weight: UInt32(bitPattern: weight),
                upperThreshold: u_threshold,
                lowerThreshold: l_threshold
            ),
            connections: ConnectionCounts(active: activeconns, inactive: inactconns, persistent: persistconns)
        )
    }
}

extension Endpoint {
    /// Takes address and port in network order.
    fileprivate init(ipv4 address: UInt32, port: UInt16) {
        self.init(IPAddress(v4: UInt32(bigEndian: address)), port: UInt16(bigEndian: port))
    }
}
