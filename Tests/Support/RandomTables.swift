package import IPVSKit

extension TableConfiguration {
    /// A random table that a kernel with these rules can hold: what is left of so many random changes.
    package static func random(
        seed: UInt64,
        changes: Int,
        rules: KernelRules = KernelRules()
    ) -> TableConfiguration {
        var generator = ChangeGenerator(seed: seed)
        var table = TableConfiguration()
        table.timeouts = ConnectionTimeouts(tcp: 900, tcpFin: 120, udp: 300)
        table.daemons = []
        for _ in 0..<changes {
            let change = generator.next(in: table)
            if change.errors().contains(where: { $0.severity == .misread }) { continue }
            try? table.apply(change, rules: rules)
        }
        return table
    }

    /// A random table of services with very different numbers of servers, more than a batch holds among them.
    package static func crowded(seed: UInt64) -> TableConfiguration {
        var generator = SeededGenerator(seed: seed)
        var table = TableConfiguration()
        for number in UInt32(0)..<16 where !generator.oneIn(3) {
            let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001 + number), port: 80))
            let count = generator.pick([0, 1, 2, 7, 60, 130, 180, 254, 255, 256, 400])
            let servers = (0..<UInt32(count)).map { host in
                RealServer(Endpoint(IPAddress(v4: 0x0A01_0001 + host), port: 80), method: .masquerade)
            }
            table.services[identity] = ServiceConfiguration(VirtualService(identity), servers: servers)
        }
        return table
    }

    /// The same table with its services in the order in which a snapshot gives them.
    package var canonical: TableConfiguration {
        TableConfiguration(
            services: services.sorted { $0.service.identity < $1.service.identity },
            timeouts: timeouts,
            daemons: daemons
        )
    }

    /// The same table without the order of servers, for comparing what a plan made.
    package var unordered: TableConfiguration {
        TableConfiguration(
            services: services.sorted { $0.service.identity < $1.service.identity }.map {
                ServiceConfiguration($0.service, servers: $0.servers.sorted { $0.endpoint < $1.endpoint })
            },
            timeouts: timeouts,
            daemons: daemons
        )
    }
}

/// Two tables between which lies a plan of every kind of change, about 90 of them.
package enum WidePair {
    /// The first table.
    package static let old = table(services: 0..<12, servers: 0..<6, weight: 1, .roundRobin)
    /// The second.
    package static let new = table(services: 4..<16, servers: 3..<9, weight: 5, .weightedRoundRobin)

    private static func table(
        services: Range<Int>,
        servers: Range<Int>,
        weight: UInt32,
        _ scheduler: Scheduler
    ) -> TableConfiguration {
        let real = servers.map { number in
            RealServer(
                Endpoint(IPAddress(v4: 0x0A01_0001 + UInt32(number)), port: 80),
                method: .masquerade,
                // Some rise, some fall, some stay.
                weight: number % 3 == 0 ? weight : number % 3 == 1 ? 9 - weight : 3
            )
        }
        return TableConfiguration(
            services: services.map { number in
                let identity = ServiceIdentity.tcp(
                    Endpoint(IPAddress(v4: 0x0A00_0001 + UInt32(number)), port: 80)
                )
                return ServiceConfiguration(
                    VirtualService(identity, scheduler: number % 2 == 0 ? scheduler : .leastConnection),
                    servers: real
                )
            },
            timeouts: ConnectionTimeouts(tcp: 900, tcpFin: 100 + weight, udp: 300),
            daemons: [
                SyncDaemon(
                    .master,
                    interface: "lo",
                    syncID: weight,
                    maximumLength: 1400,
                    group: IPAddress(v4: 0xE000_0063),
                    port: 9000,
                    timeToLive: 2
                )
            ]
        )
    }
}

extension FakeKernel {
    /// A kernel that holds a table.
    package convenience init(holding table: TableConfiguration, rules: KernelRules = KernelRules()) {
        self.init(rules: rules)
        configuration = table
    }
}
