import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct TableDifferenceTests {
    /// Two tables: some services are as they should be, and some lack a server.
    private static func pair(_ seed: UInt64) -> (TableConfiguration, TableConfiguration) {
        let current = TableConfiguration.random(seed: seed, changes: 60)
        var wanted = TableConfiguration.random(seed: seed + 1000, changes: 20)
        for (number, service) in current.services.enumerated() where number % 3 > 0 {
            let servers = service.servers.dropFirst(number % 3 - 1)
            wanted.services[service.key] = ServiceConfiguration(service.service, servers: servers)
        }
        return (current, wanted)
    }

    /// The same as with both tables in memory, hazards that count all that the scope is about among it.
    @Test("A difference has the plan of the whole table", arguments: [Plan.Scope.whole, .named, .merged])
    func wholeTable(scope: Plan.Scope) throws {
        for seed in UInt64(0)..<200 {
            let (current, wanted) = Self.pair(seed)
            let table = FakeKernel(holding: current).table()
            let whole = try table.snapshot().configuration
            let plan = Plan(from: whole, to: wanted, scope: scope)
            let difference = try table.difference(to: wanted, scope: scope)
            #expect(difference.plan == plan, "seed \(seed)")
            let part = TableConfiguration(
                services: whole.services.filter { scope == .whole || wanted.services[$0.key] != nil }
            )
            #expect(difference.hazards == plan.hazards(for: part, wanting: wanted, scope), "seed \(seed)")
        }
    }

    @Test("A change during the reading starts it over")
    func concurrentChange() throws {
        let fake = FakeKernel(holding: TableConfiguration.random(seed: 5, changes: 200))
        let wanted = TableConfiguration(services: fake.configuration.canonical.services)
        fake.entriesPerPiece = 1
        var requests = 0
        // When half of the services have been read, all of them go.
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getServer else { return }
            requests += 1
            if requests == wanted.services.count / 2 { fake.configuration.services.removeAll() }
        }
        let difference = try fake.table().difference(to: wanted)
        #expect(difference.plan == Plan(from: TableConfiguration(), to: wanted))
    }

    @Test("Only services that differ are held")
    func content() throws {
        let current = TableConfiguration.random(seed: 5, changes: 200)
        var wanted = TableConfiguration(
            services: current.services.map {
                ServiceConfiguration($0.service, servers: $0.servers.reversed())
            }
        )
        let table = FakeKernel(holding: current).table()
        #expect(try table.difference(to: wanted).current.services.isEmpty)
        let changed = try #require(wanted.services.first { !$0.servers.isEmpty })
        wanted.services.modify(changed.key) { $0.service.scheduler = .neverQueue }
        #expect(try table.difference(to: wanted).current.services.map(\.identity) == [changed.key])
        #expect(try table.difference(to: wanted, scope: .named).current.services.count == 1)
    }

    @Test("The whole table is read twice")
    func readings() throws {
        var current = TableConfiguration.random(seed: 5, changes: 200)
        let changed = try #require(current.services.first { !$0.servers.isEmpty })
        let fake = FakeKernel(holding: current)
        current.services.modify(changed.key) { $0.service.scheduler = .neverQueue }
        var readings = 0
        fake.beforeRequest = { _, command in if command == IPVSCommand.getServer { readings += 1 } }
        guard case .done = try fake.table().restore(to: current).outcome else {
            Issue.record("not done")
            return
        }
        #expect(readings == current.services.count * 2)
    }

    @Test("what is named is read alone, however large the table", arguments: [Plan.Scope.named, .merged])
    func named_readsNothingElse(scope: Plan.Scope) throws {
        let servers = (UInt32(1)...3).map { RealServer(Endpoint(IPAddress(v4: $0), port: 80)) }
        let current = TableConfiguration(
            services: (UInt32(1)...50).map {
                ServiceConfiguration(VirtualService(.firewallMark($0, .ipv4)), servers: servers)
            }
        )
        let named = try #require(current.services[.firewallMark(9, .ipv4)])
        var wanted = TableConfiguration(services: [named])
        wanted.services.modify(named.key) { $0.service.scheduler = .neverQueue }
        wanted.services[.firewallMark(77, .ipv6)] = ServiceConfiguration(
            VirtualService(.firewallMark(77, .ipv6))
        )
        let fake = FakeKernel(holding: current)
        var commands: [UInt8] = []
        fake.beforeRequest = { _, command in commands.append(command) }
        let report = try fake.table().restore(to: wanted, scope: scope)
        guard case .done = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        // Once before and once after; one of the two is not there yet and has no servers then.
        #expect(commands.filter { $0 == IPVSCommand.getService }.count <= 6)
        #expect(commands.filter { $0 == IPVSCommand.getServer }.count == 3)
        #expect(!commands.contains(IPVSCommand.getConfig))
        #expect(!commands.contains(IPVSCommand.getDaemon))
        let difference = try fake.table().difference(to: wanted, scope: scope)
        #expect(difference.plan.isEmpty)
        // A plan that was saved reads no more than that, either.
        commands = []
        let plan = Plan(from: TableConfiguration(services: [named]), to: wanted, scope: scope)
        let before = try fake.table().snapshot(of: plan.footprint(in: current))
        #expect(before.services.map(\.identity).count == 2)
        #expect(commands.count <= 6)
    }

    @Test("many named services are found in the list of all")
    func named_many() throws {
        let services = (UInt32(1)...200).map {
            ServiceConfiguration(VirtualService(.firewallMark($0, .ipv4), scheduler: .roundRobin))
        }
        let fake = FakeKernel(holding: TableConfiguration(services: services))
        for count in [64, 65, 200] {
            let wanted = TableConfiguration(
                services: services.prefix(count).map { entry in
                    var service = entry.service
                    service.scheduler = .neverQueue
                    return ServiceConfiguration(service)
                }
            )
            let difference = try fake.table().difference(to: wanted, scope: .named)
            #expect(difference.plan.changes.count == count)
        }
    }
}
