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

    /// The same as with both tables in memory, hazards that count the whole table among it.
    @Test(arguments: [Plan.Scope.whole, .named])
    func saysWhatAPlanForTheWholeTableSays(scope: Plan.Scope) throws {
        for seed in UInt64(0)..<200 {
            let (current, wanted) = Self.pair(seed)
            let table = FakeKernel(holding: current).table()
            let whole = try table.snapshot().configuration
            let plan = Plan(from: whole, to: wanted, scope: scope)
            let difference = try table.difference(to: wanted, scope: scope)
            #expect(difference.plan == plan, "seed \(seed)")
            #expect(difference.hazards == plan.hazards(for: whole, wanting: wanted, scope), "seed \(seed)")
        }
    }

    /// Service by service it is the same, in another order.
    @Test(arguments: [Plan.Scope.whole, .named])
    func comesServiceByServiceAsWell(scope: Plan.Scope) throws {
        for seed in UInt64(0)..<200 {
            let (current, wanted) = Self.pair(seed)
            let table = FakeKernel(holding: current).table()
            let plan = try table.difference(to: wanted, scope: scope).plan
            var found: [[Change]] = []
            var read: [ServiceIdentity] = []
            try table.forEachDifference(to: wanted, scope: scope) {
                found = []
            } body: { plan, current in
                found.append(plan.changes)
                read += current.services.map(\.identity)
            }
            let bySubject = Dictionary(grouping: plan.changes, by: \.subject)
            let subjects = bySubject.keys.compactMap(\.self).sorted().map { $0 as ServiceIdentity? }
            #expect(found == (subjects + [nil]).compactMap { bySubject[$0] }, "seed \(seed)")
            let there = subjects.compactMap(\.self).filter { current.services[$0] != nil }
            #expect(read == there, "seed \(seed)")
        }
    }

    @Test func beginsAgainWhenTheTableChangesMeanwhile() throws {
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
        var begins = 0
        var changes: [Change] = []
        try fake.table().forEachDifference(to: wanted) {
            begins += 1
            changes = []
        } body: { plan, _ in
            changes += plan.changes
        }
        #expect(begins == 2)
        #expect(changes == Plan(from: TableConfiguration(), to: wanted).changes)
    }

    @Test func holdsOnlyTheServicesThatDiffer() throws {
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

    @Test func theWholeTableIsReadTwice() throws {
        var current = TableConfiguration.random(seed: 5, changes: 200)
        let changed = try #require(current.services.first { !$0.servers.isEmpty })
        let fake = FakeKernel(holding: current)
        current.services.modify(changed.key) { $0.service.scheduler = .neverQueue }
        var readings = 0
        fake.beforeRequest = { _, command in if command == IPVSCommand.getServer { readings += 1 } }
        guard case .done? = try fake.table().reach(current) else {
            Issue.record("not done")
            return
        }
        #expect(readings == current.services.count * 2)
    }
}
