package import IPVSKit

extension TableConfiguration {
    /// A table with what only other programs put into a kernel: it must survive reading and writing.
    package static var odd: TableConfiguration {
        let host = IPAddress(v4: 0x0A00_0001)
        let host6 = IPAddress(v6: 0x2001_0DB8_0000_0000, 1)
        var leftover = VirtualService(.tcp(Endpoint(host, port: 80)), scheduler: .sourceHashing)
        leftover.flags = [.port, .scheduler3, ServiceFlags(rawValue: 0x8000_0040)]
        leftover.timeout = 77
        leftover.netmask = .ipv4(0xFF00_FF00)
        var named = VirtualService(
            .udp(Endpoint(host6, port: 0)),
            scheduler: Scheduler(rawValue: "q\"\\\u{E9}")
        )
        named.persistence = Persistence(timeout: 0, netmask: .ipv6(64), engine: "sip")
        named.isOnePacket = true
        var engine = VirtualService(.firewallMark(.max, .ipv6), scheduler: .none)
        engine.engine = "sip"
        let foreign = VirtualService(.endpoint(ServiceProtocol(rawValue: 47), Endpoint(host, port: 1)))
        return TableConfiguration(
            services: [
                ServiceConfiguration(leftover, servers: oddServers(host)),
                ServiceConfiguration(
                    named,
                    servers: [
                        RealServer(Endpoint(host, port: 5), method: .tunnel),
                        RealServer(Endpoint(host6, port: 0), weight: 0),
                    ]
                ),
                ServiceConfiguration(engine),
                ServiceConfiguration(foreign),
            ],
            timeouts: ConnectionTimeouts(tcp: 2_147_483, tcpFin: 0, udp: 1),
            daemons: []
        )
    }

    private static func oddServers(_ host: IPAddress) -> [RealServer] {
        [
            RealServer(
                Endpoint(host, port: 65535),
                method: ForwardingMethod(rawValue: 7),
                weight: 2_147_483_647
            ),
            RealServer(Endpoint(host, port: 1), upperThreshold: .max, lowerThreshold: 1),
            RealServer(
                Endpoint(host, port: 2),
                method: .masquerade,
                tunnel: Tunnel(type: TunnelType(rawValue: 9), port: 4, flags: TunnelFlags(rawValue: 0x8003))
            ),
            RealServer(
                Endpoint(host, port: 3),
                method: .tunnel,
                tunnel: Tunnel(type: .gue, port: 6080, flags: .remoteChecksum)
            ),
            RealServer(Endpoint(host, port: 4), method: .bypass),
        ]
    }
}
