internal import CNetlink
internal import Glibc

// Everything about the older interface of IPVS, getsockopt(2), is here and in CNetlink/options.c.
//
// It shows IPv4 services and their IPv4 servers. A list is written under the kernel's lock in one call: it shows one
// moment, in any version, and a server costs a tenth of what netlink takes. It lacks services' engines, what
// a tunnel is like, servers of another family (in silence) and 64-bit counters.

/// Reads lists of one moment by getsockopt(2).
///
/// The socket is opened on first use and closed with this object. There are no errors: nil is for what cannot be read
/// this way. It can be read by netlink, which says why it cannot.
@safe final class OptionReader {
    /// A service as far as it is shown here.
    struct Service: Equatable {
        /// The settings without the engine.
        let configuration: VirtualService
        /// How many servers the service has, of any address family.
        let serverCount: Int

        /// Whether another reading of the service says the same, the engine aside.
        func isAlike(_ other: VirtualService) -> Bool {
            var own = configuration
            own.engine = other.engine
            return own == other
        }
    }

    /// The most entries that are asked for at once.
    private static let limit = 1 << 20

    /// Negative when the socket could not be opened, nil before that was tried.
    private var descriptor: Int32?
    private var buffer: UnsafeMutableRawPointer?
    private var capacity = 0

    deinit {
        if let descriptor, descriptor >= 0 { _ = Glibc.close(descriptor) }
        unsafe buffer?.deallocate()
    }

    /// Reads the IPv4 services, about `count` of them, in the kernel's order.
    func services(expecting count: Int) -> [Service]? {
        var room = count + 16
        while room <= Self.limit {
            var isWhole = false
            let services = unsafe complete(ip_vs_get_services(), room, CNetlink_read_services) {
                (entries: Span<ip_vs_service_entry>) -> [Service]? in
                isWhole = entries.count < room
                return isWhole ? Self.services(entries) : []
            }
            // Nothing at all may also be what a filter of system calls makes of it: netlink tells.
            if services?.isEmpty == true, isWhole, count > 0 { return nil }
            if services == nil || isWhole { return services }
            room *= 2
        }
        return nil
    }

    private static func services(_ entries: Span<ip_vs_service_entry>) -> [Service]? {
        var services: [Service] = []
        services.reserveCapacity(entries.count)
        for index in entries.indices {
            guard let service = entries[index].service else { return nil }
            services.append(service)
        }
        return services
    }

    /// Reads the servers of an IPv4 service that has `count` of them, newest first.
    ///
    /// Nil when these are not exactly as many, so that some may be of another family, and when one of them is a tunnel.
    func servers(of identity: ServiceIdentity, count: Int) -> [ObservedServer]? {
        guard identity.family == .ipv4 else { return nil }
        return unsafe complete(ip_vs_get_dests(identity), count + 1, CNetlink_read_servers) {
            (entries: Span<ip_vs_dest_entry>) -> [ObservedServer]? in
            guard entries.count == count else { return nil }
            var servers: [ObservedServer] = []
            servers.reserveCapacity(count)
            for index in 0..<count {
                guard let server = entries[index].observed else { return nil }
                servers.append(server)
            }
            return servers
        }
    }

    /// Reads the servers of an IPv4 service, newest first; nil as above.
    func servers(of identity: ServiceIdentity) -> [ObservedServer]? {
        guard let count = serverCount(of: identity), let servers = servers(of: identity, count: count),
            // Else one that is not shown may have come for one that is.
            serverCount(of: identity) == count
        else { return nil }
        return servers
    }

    private func serverCount(of identity: ServiceIdentity) -> Int? {
        guard identity.family == .ipv4, let descriptor = open() else { return nil }
        var entry = ip_vs_service_entry(identity)
        return unsafe CNetlink_read_service(descriptor, &entry) == 0 ? Int(entry.num_dests) : nil
    }

    /// Has the kernel write entries after the head of a request, and lends those that it wrote.
    @inline(__always)
    private func complete<Head, Entry, Result>(
        _ head: Head,
        _ room: Int,
        _ read: (Int32, UnsafeMutablePointer<Head>, UInt32) -> Int64,
        _ body: (Span<Entry>) -> Result?
    ) -> Result? {
        guard room <= Self.limit, let descriptor = open() else { return nil }
        let start = unsafe reserve(MemoryLayout<Head>.size + room * MemoryLayout<Entry>.stride)
        let request = unsafe start.bindMemory(to: Head.self, capacity: 1)
        unsafe request.initialize(to: head)
        let count = unsafe Int(read(descriptor, request, UInt32(room)))
        guard count >= 0 else { return nil }
        let entries = unsafe (start + MemoryLayout<Head>.size).bindMemory(to: Entry.self, capacity: count)
        return body(unsafe Span(_unsafeStart: entries, count: count))
    }

    private func open() -> Int32? {
        let number = descriptor ?? CNetlink_open_options()
        descriptor = number
        return number >= 0 ? number : nil
    }

    private func reserve(_ size: Int) -> UnsafeMutableRawPointer {
        if let buffer = unsafe buffer, size <= capacity { return unsafe buffer }
        unsafe buffer?.deallocate()
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        unsafe buffer = larger
        capacity = size
        return unsafe larger
    }
}

// The structures of <linux/ip_vs.h>.

extension ip_vs_get_dests {
    /// Names a service of IPv4.
    init(_ identity: ServiceIdentity) {
        self.init()
        switch identity {
        case .endpoint(let transport, let endpoint):
            self.protocol = transport.rawValue
            addr = endpoint.address.bits32.bigEndian
            port = endpoint.port.bigEndian
        case .firewallMark(let mark, _): fwmark = mark
        }
    }
}

extension ip_vs_service_entry {
    /// Names a service of IPv4.
    init(_ identity: ServiceIdentity) {
        self.init()
        let name = ip_vs_get_dests(identity)
        (self.protocol, addr, port, fwmark) = (name.protocol, name.addr, name.port, name.fwmark)
    }

    /// The service; nil if its scheduler has no proper name.
    var service: OptionReader.Service? {
        guard let scheduler else { return nil }
        let configuration = VirtualService(
            identity,
            scheduler: scheduler,
            flags: ServiceFlags(rawValue: flags),
            timeout: timeout,
            netmask: netmask
        )
        return OptionReader.Service(configuration: configuration, serverCount: Int(num_dests))
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
