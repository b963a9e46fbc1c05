/// A number that tells whether what a plan has made is still as the plan made it.
///
/// It does not depend on the order of services and servers, nor on the process: it can be kept in a file. Two different
/// states have the same number once in 2^64.
struct TableDigest: Equatable {
    private(set) var value: UInt64 = 0

    /// Adds what a change makes; what it takes away adds nothing, and timeouts are added apart.
    mutating func add(_ change: Change) {
        switch change {
        case .addService(let service), .editService(let service): add(service)
        case .addServer(let server, let identity), .editServer(let server, let identity):
            add(server, of: identity)
        case .startDaemon(let daemon): add(daemon)
        case .deleteService, .deleteServer, .stopDaemon, .zero, .clear, .setTimeouts: break
        }
    }

    /// Adds what a table has of all that a footprint covers.
    mutating func add(_ table: TableConfiguration, _ footprint: Plan.Footprint) {
        for identity in footprint.identities {
            guard let entry = table.services[identity] else { continue }
            let isWhole = footprint.services.contains(identity)
            if isWhole || footprint.settings.contains(identity) { add(entry.service) }
            if isWhole {
                for server in entry.servers { add(server, of: identity) }
            } else {
                for endpoint in footprint.servers[identity] ?? [] {
                    if let server = entry.servers[endpoint] { add(server, of: identity) }
                }
            }
        }
        if footprint.timeouts { add(table.timeouts ?? ConnectionTimeouts()) }
        for daemon in table.daemons ?? [] where footprint.daemons.contains(daemon.role) { add(daemon) }
    }

    private mutating func add(_ service: VirtualService) {
        var mix = Mix(1)
        mix.add(service.identity)
        mix.add(service.scheduler.rawValue)
        mix.add(UInt64(service.flags.rawValue) << 32 | UInt64(service.timeout))
        switch service.netmask {
        case .ipv4(let bits): mix.add(UInt64(bits))
        case .ipv6(let length): mix.add(1 << 32 | UInt64(length))
        }
        mix.add(service.engine ?? KernelName())
        value &+= mix.value
    }

    private mutating func add(_ server: RealServer, of identity: ServiceIdentity) {
        var mix = Mix(2)
        mix.add(identity)
        mix.add(server.endpoint)
        mix.add(UInt64(server.method.rawValue) << 32 | UInt64(server.weight))
        mix.add(UInt64(server.upperThreshold) << 32 | UInt64(server.lowerThreshold))
        let tunnel = server.tunnel
        mix.add(
            UInt64(tunnel.type.rawValue) << 32 | UInt64(tunnel.port) << 16 | UInt64(tunnel.flags.rawValue)
        )
        value &+= mix.value
    }

    /// Adds timeouts.
    mutating func add(_ timeouts: ConnectionTimeouts) {
        var mix = Mix(3)
        mix.add(UInt64(timeouts.tcp) << 32 | UInt64(timeouts.tcpFin))
        mix.add(UInt64(timeouts.udp))
        value &+= mix.value
    }

    private mutating func add(_ daemon: SyncDaemon) {
        var mix = Mix(4)
        mix.add(daemon.interface)
        mix.add(UInt64(daemon.role.rawValue) << 32 | UInt64(daemon.syncID))
        value &+= mix.value
    }

    /// Mixes numbers in their order.
    private struct Mix {
        private(set) var value: UInt64

        init(_ kind: UInt64) {
            value = kind
        }

        mutating func add(_ number: UInt64) {
            // The multiplier and the shifts of SplitMix64 (Steele, Lea, Flood, 2014).
            value = (value ^ number) &+ 0x9E37_79B9_7F4A_7C15
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            value ^= value >> 31
        }

        mutating func add(_ name: KernelName) {
            for index in 0..<name.count { add(UInt64(name[index])) }
        }

        mutating func add(_ endpoint: Endpoint) {
            add(endpoint.address.high)
            add(endpoint.address.low)
            add((endpoint.address.family == .ipv4 ? 0 : 1) << 16 | UInt64(endpoint.port))
        }

        mutating func add(_ identity: ServiceIdentity) {
            switch identity {
            case .endpoint(let serviceProtocol, let endpoint):
                add(UInt64(serviceProtocol.rawValue))
                add(endpoint)
            case .firewallMark(let mark, let family): add((family == .ipv4 ? 1 : 2) << 32 | UInt64(mark))
            }
        }
    }
}
