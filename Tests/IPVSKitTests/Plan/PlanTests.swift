import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct PlanTests {
    @Test("Random tables become the wanted ones")
    func randomTables() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        for seed in seed..<seed + 200 {
            let (current, wanted) = TableConfiguration.pair(seed)
            let fake = FakeKernel(holding: current)
            let plan = Plan(from: current, to: wanted)
            guard case .done = try fake.table().carryOut(plan, from: current) else {
                Issue.record("seed \(seed): not carried out")
                continue
            }
            #expect(fake.configuration.unordered == wanted.unordered, "seed \(seed)")
            #expect(Plan(from: fake.configuration, to: wanted).isEmpty, "seed \(seed)")
        }
    }

    @Test("A refused undo reports what remains")
    func refusedUndo() throws {
        let (current, wanted) = TableConfiguration.pair(3)
        let plan = Plan(from: current, to: wanted)
        let fake = FakeKernel(holding: current)
        let last = plan.changes.count - 1
        for position in last..<last + 500 { fake.refusals[position] = .outOfMemory }
        let outcome = try fake.table().carryOut(plan, from: current)
        guard case .stuck(.refused, let remaining, let refused, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!refused.isEmpty)
        fake.refusals = [:]
        _ = try fake.table().apply(try #require(remaining).changes, checking: .verbatim)
        #expect(fake.configuration.unordered == current.unordered)
    }

    @Test("Changes that the kernel drops silently are undone")
    func notKept() throws {
        var wanted = TableConfiguration()
        let identity = ServiceIdentity.firewallMark(5, .ipv4)
        let server = RealServer(
            Endpoint(IPAddress(v4: 0x0A00_0001), port: 80),
            method: .tunnel,
            tunnel: Tunnel(type: .gre)
        )
        wanted.services[identity] = ServiceConfiguration(VirtualService(identity), servers: [server])
        let fake = FakeKernel()
        let before = fake.configuration
        // A kernel before 5.2 ignores the tunnel's attributes: every server becomes IPIP.
        fake.beforeRequest = { fake, _ in
            fake.configuration.services.modify(identity) { entry in
                for server in entry.servers {
                    var plain = server
                    plain.tunnel = .ipip
                    entry.servers[server.endpoint] = plain
                }
            }
        }
        let plan = Plan(from: before, to: wanted)
        guard case .undone(.notKept(let missing), _) = try fake.table().carryOut(plan, from: before) else {
            Issue.record("kept?")
            return
        }
        #expect(missing.changes == [.editServer(server, of: identity)])
        #expect(fake.configuration == before)
    }

    @Test("An interrupted plan is undone")
    func interruption() throws {
        let (current, wanted) = TableConfiguration.pair(5)
        let fake = FakeKernel(holding: current)
        var questions = 0
        var middle = current
        let outcome = try fake.table().carryOut(Plan(from: current, to: wanted), from: current) {
            questions += 1
            middle = fake.configuration
            return questions == 2
        }
        guard case .undone(.interrupted, let changes) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        // They lead from where it was interrupted to where it began.
        #expect(!changes.isEmpty)
        #expect(middle.applying(Plan(changes)).unordered == current.unordered)
        #expect(fake.configuration.unordered == current.unordered)
    }

    @Test("Deleted servers are restored in their order")
    func undoOrder() throws {
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 1), port: 80))
        let servers = (1...40).map { RealServer(Endpoint(IPAddress(v4: $0), port: 80)) }
        let current = TableConfiguration(services: [
            ServiceConfiguration(VirtualService(identity), servers: servers)
        ])
        let wanted = TableConfiguration(services: [ServiceConfiguration(VirtualService(identity))])
        let fake = FakeKernel(holding: current)
        let plan = Plan(from: current, to: wanted)
        var questions = 0
        let outcome = try fake.table().carryOut(plan, from: current) {
            questions += 1
            return questions == 2
        }
        guard case .undone(.interrupted, let changes) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(changes == servers.map { .addServer($0, to: identity) })
        #expect(fake.configuration == current)
    }

    @Test("A different order of servers needs no change")
    func serverOrder() {
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 1), port: 80))
        let servers = (1...5).map { RealServer(Endpoint(IPAddress(v4: $0), port: 80)) }
        let one = TableConfiguration(services: [
            ServiceConfiguration(VirtualService(identity), servers: servers)
        ])
        let other = TableConfiguration(
            services: [ServiceConfiguration(VirtualService(identity), servers: servers.reversed())])
        #expect(one != other)
        #expect(Plan(from: one, to: other).isEmpty)
    }

    @Test("Another program's change is not undone")
    func foreignChange() throws {
        let (current, wanted) = TableConfiguration.pair(11)
        let plan = Plan(from: current, to: wanted)
        let first = try #require(
            plan.changes.first { if case .addService = $0 { true } else { false } }
        )
        guard case .addService(var service) = first else { return }
        service.scheduler = .neverQueue
        let fake = FakeKernel(holding: current)
        var isDone = false
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.newService, !isDone else { return }
            isDone = true
            fake.configuration.services[service.identity] = ServiceConfiguration(service)
        }
        guard case .undone(.refused(let refused), _) = try fake.table().carryOut(plan, from: current) else {
            Issue.record("carried out")
            return
        }
        #expect(refused == [RefusedChange(change: first, errno: .exists)])
        var expected = current
        expected.services[service.identity] = ServiceConfiguration(service)
        #expect(fake.configuration.unordered == expected.unordered)
    }

    /// Ten changes to one service that stays: to its settings and to its servers.
    private static let edits: (current: TableConfiguration, wanted: TableConfiguration) = {
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 1), port: 80))
        func table(_ scheduler: Scheduler, weight: UInt32) -> TableConfiguration {
            let servers = (1...9).map { RealServer(Endpoint(IPAddress(v4: $0), port: 80), weight: weight) }
            let service = VirtualService(identity, scheduler: scheduler)
            return TableConfiguration(services: [ServiceConfiguration(service, servers: servers)])
        }
        return (table(.roundRobin, weight: 1), table(.weightedRoundRobin, weight: 2))
    }()

    @Test("A way back exists for a service that is gone before a plan", arguments: [1, 5, 9])
    func serviceGoneBefore(changes count: Int) {
        let whole = Plan(from: Self.edits.current, to: Self.edits.wanted).changes
        let plan = Plan(whole.suffix(count))
        let wayBack = plan.wayBack(from: TableConfiguration(), to: Self.edits.current)
        #expect(TableConfiguration().applying(wayBack) == Self.edits.current)
        #expect(plan.wayBack(from: Self.edits.current, to: Self.edits.current).isEmpty)
    }

    @Test("A service that is gone after its edits is restored")
    func serviceGoneAfter() throws {
        let fake = FakeKernel(holding: Self.edits.current)
        var isGone = false
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService, !isGone else { return }
            isGone = true
            fake.configuration.services.removeAll()
        }
        let plan = Plan(from: Self.edits.current, to: Self.edits.wanted)
        guard case .undone(let failure, _) = try fake.table().carryOut(plan, from: Self.edits.current) else {
            Issue.record("not missed")
            return
        }
        guard case .contested(attempts: 1) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(fake.configuration.services == Self.edits.current.services)
    }

    @Test("A lost connection leaves unknown what remains")
    func kernelGone() throws {
        let (current, wanted) = TableConfiguration.pair(5)
        let fake = FakeKernel(holding: current)
        let plan = Plan(from: current, to: wanted)
        var requests = 0
        fake.beforeRequest = { fake, _ in
            requests += 1
            fake.isGone = requests > 3
        }
        guard case .stuck(.broken, nil, _, _) = try fake.table().carryOut(plan, from: current) else {
            Issue.record("not stuck")
            return
        }
    }
}
