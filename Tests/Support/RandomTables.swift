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
            if change.faults().contains(where: { $0.severity == .misread }) { continue }
            try? table.apply(change, rules: rules)
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

extension FakeKernel {
    /// A kernel that holds a table.
    package convenience init(holding table: TableConfiguration, rules: KernelRules = KernelRules()) {
        self.init(rules: rules)
        configuration = table
    }
}
