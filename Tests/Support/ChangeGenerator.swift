package import IPVSKit

/// Makes random changes of all kinds, possible and impossible ones, from small pools so that they meet.
package struct ChangeGenerator: Sendable {
    private var random: SeededGenerator
    private let identities: [ServiceIdentity]
    private let endpoints: [Endpoint]
    private let interfaces: [KernelName]

    /// Creates a generator whose daemons use the given interfaces.
    package init(seed: UInt64, interfaces: [KernelName] = ["lo", "nowhere"]) {
        random = SeededGenerator(seed: seed)
        self.interfaces = interfaces
        let addresses = ["10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8::2", "0.0.0.0", "224.0.0.1"]
            .compactMap { IPAddress($0) }
        identities =
            addresses.flatMap { address in
                [ServiceProtocol.tcp, .udp, .sctp].flatMap { serviceProtocol in
                    [80, 0].map { ServiceIdentity.endpoint(serviceProtocol, Endpoint(address, port: $0)) }
                }
            } + [1, 2, .max].flatMap { mark in AddressFamily.allCases.map { .firewallMark(mark, $0) } }
        endpoints = Self.serverAddresses.flatMap { address in
            [80, 8080, 0].map { Endpoint(address, port: $0) }
        }
    }

    // Good ones first and more often, then what the kernel does not take for a host.
    private static let serverAddresses =
        (Array(
            repeating: [
                "10.1.0.1", "10.1.0.2", "10.1.0.3", "2001:db8:1::1", "2001:db8:1::2", "127.0.0.1", "::1",
            ],
            count: 3
        )
        .flatMap { $0 }
        + [
            "0.0.0.0", "0.0.0.1", "255.255.255.255", "224.0.0.1", "240.0.0.1", "::", "ff02::1", "fe80::1",
            "::ffff:10.0.0.1", "::10.0.0.1", "fec0::1", "fc00::1", "::5:0:0",
        ]).compactMap { IPAddress($0) }

    /// The next change, most often one that fits what the table holds.
    package mutating func next(in table: TableConfiguration) -> Change {
        let known = random.oneIn(6) ? nil : random.pick(from: table.services)
        let identity = known?.service.identity ?? identity()
        let endpoint = random.oneIn(6) ? nil : known.flatMap { random.pick(from: $0.servers) }?.endpoint
        switch random.next() % 100 {
        case 0..<14: return .addService(service(self.identity()))
        case 14..<26: return .editService(service(identity))
        case 26..<31: return .deleteService(identity)
        case 31..<58: return .addServer(server(random.pick(endpoints), in: identity), to: identity)
        case 58..<80:
            return .editServer(server(endpoint ?? random.pick(endpoints), in: identity), of: identity)
        case 80..<91: return .deleteServer(endpoint ?? random.pick(endpoints), from: identity)
        case 91..<93: return .setTimeouts(timeouts())
        case 93..<95: return .startDaemon(daemon())
        case 95..<97: return .stopDaemon(random.pick([.master, .backup]))
        case 97..<99: return .zero(random.oneIn(3) ? nil : identity)
        default: return random.oneIn(4) ? .clear : .deleteService(identity)
        }
    }

    /// Mostly one of ten, so that services are met again and gather servers.
    private mutating func identity() -> ServiceIdentity {
        random.oneIn(8) ? random.pick(identities) : identities[Int(random.next() % 10) * 3 % identities.count]
    }

    private mutating func service(_ identity: ServiceIdentity) -> VirtualService {
        let names = Scheduler.known.filter { $0 != .twosChoice } + [.none, Scheduler(rawValue: "nosuch")]
        var service = VirtualService(identity, scheduler: random.oneIn(8) ? random.pick(names) : .roundRobin)
        if random.oneIn(2) {
            service.persistence = Persistence(
                timeout: random.pick([1, 360, 2_678_400]),
                netmask: netmask(identity.family),
                engine: random.oneIn(4) ? random.pick(["sip", "sip", "sip", "nosuch"]) : nil
            )
        }
        if random.oneIn(4) { service.schedulerFlags = ServiceFlags(rawValue: UInt32(random.next() & 0x38)) }
        if random.oneIn(4) { service.isOnePacket = true }
        // Odd things that other programs may leave: bits nobody knows, a timeout and engine without persistence.
        if random.oneIn(16) {
            service.flags.insert(ServiceFlags(rawValue: 0x40 << UInt32(random.next() % 8)))
        }
        if random.oneIn(16) { service.timeout = UInt32(random.next() % 100_000) }
        if random.oneIn(32) { service.engine = "sip" }
        return service
    }

    private mutating func netmask(_ family: AddressFamily) -> Netmask {
        family == .ipv4
            ? .ipv4(random.pick([.max, 0xFFFF_FF00, 0, 24, 0xFF00_FF00]))
            : .ipv6(random.oneIn(8) ? random.pick([0, 129, .max]) : random.pick([128, 64, 1]))
    }

    private mutating func server(_ endpoint: Endpoint, in identity: ServiceIdentity) -> RealServer {
        var server = RealServer(endpoint)
        server.method = random.pick([
            .masquerade, .tunnel, .directRouting, .tunnel, .local, ForwardingMethod(rawValue: 5),
        ])
        // Of another family only as a tunnel: mostly so.
        if endpoint.address.family != identity.family, !random.oneIn(4) { server.method = .tunnel }
        server.weight =
            random.oneIn(12)
            ? random.pick([2_147_483_648, .max]) : random.pick([0, 1, 1, 7, 65535, 65536, 2_147_483_647])
        if random.oneIn(3) {
            server.upperThreshold = random.pick([0, 10, 100, 2_147_483_647])
            server.lowerThreshold = random.pick([0, 0, 10, 50])
        }
        if random.oneIn(3) {
            server.tunnel = Tunnel(
                type: random.pick([.ipip, .gue, .gre, TunnelType(rawValue: 9)]),
                port: random.pick([0, 6080, 6080, 65535]),
                flags: TunnelFlags(rawValue: UInt16(random.next() % 5))
            )
        }
        return server
    }

    private mutating func timeouts() -> ConnectionTimeouts {
        let pool: [UInt32] = [0, 1, 900, 2_147_483, 21_474_836, 21_474_837, .max]
        return ConnectionTimeouts(tcp: random.pick(pool), tcpFin: random.pick(pool), udp: random.pick(pool))
    }

    private mutating func daemon() -> SyncDaemon {
        SyncDaemon(
            random.pick([.master, .backup]),
            interface: random.pick(interfaces),
            syncID: UInt32(random.next() % 256),
            maximumLength: 1400,
            group: IPAddress(random.pick(["224.0.0.81", "239.1.1.1", "10.0.0.1"])),
            port: random.pick([8848, 9000]),
            timeToLive: random.pick([1, 2])
        )
    }
}
