import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct PlanTests {
    private static func pair(_ seed: UInt64) -> (TableConfiguration, TableConfiguration) {
        (.random(seed: seed, changes: 60), .random(seed: seed / 2 + 7, changes: 60 + Int(seed % 40)))
    }

    @Test func randomTablesBecomeTheWantedOnes() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        for seed in seed..<seed + 200 {
            let (current, wanted) = Self.pair(seed)
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

    @Test func additionsAndDeletionsAreMinimal() {
        for seed in 0..<100 as Range<UInt64> {
            let (current, wanted) = Self.pair(seed)
            func keys(_ table: TableConfiguration) -> Set<String> {
                Set(table.services.map { "\($0.service.identity)" })
            }
            func servers(_ table: TableConfiguration, in kept: Set<String>) -> Set<String> {
                Set(
                    table.services.flatMap { entry in
                        kept.contains("\(entry.service.identity)")
                            ? entry.servers.map { "\(entry.service.identity) \($0.endpoint)" } : []
                    }
                )
            }
            let (old, new) = (keys(current), keys(wanted))
            let changes = Plan(from: current, to: wanted).changes
            #expect(
                changes.filter { if case .addService = $0 { true } else { false } }.count
                    == new.subtracting(old).count
            )
            #expect(
                changes.filter { if case .deleteService = $0 { true } else { false } }.count
                    == old.subtracting(new).count
            )
            let added = servers(wanted, in: new).subtracting(servers(current, in: old))
            #expect(changes.filter { if case .addServer = $0 { true } else { false } }.count == added.count)
            let deleted = servers(current, in: old.intersection(new)).subtracting(servers(wanted, in: new))
            #expect(
                changes.filter { if case .deleteServer = $0 { true } else { false } }.count == deleted.count
            )
            #expect(!changes.contains(.clear))
        }
    }

    @Test func aRefusalAtAnyPositionIsUndone() throws {
        for seed in 0..<12 as Range<UInt64> {
            let (current, wanted) = Self.pair(seed)
            let plan = Plan(from: current, to: wanted)
            for position in plan.changes.indices {
                let fake = FakeKernel(holding: current)
                fake.refusals = [position: .outOfMemory]
                let outcome = try fake.table().carryOut(plan, from: current)
                guard case .undone(.refused(let refused), _) = outcome else {
                    Issue.record("seed \(seed), position \(position): \(outcome)")
                    continue
                }
                #expect(refused.map(\.change) == [plan.changes[position]])
                #expect(
                    fake.configuration.unordered == current.unordered,
                    "seed \(seed), position \(position)"
                )
            }
        }
    }

    @Test func anUndoThatIsRefusedSaysWhatRemains() throws {
        let (current, wanted) = Self.pair(3)
        let plan = Plan(from: current, to: wanted)
        let fake = FakeKernel(holding: current)
        let last = plan.changes.count - 1
        for position in last..<last + 500 { fake.refusals[position] = .outOfMemory }
        let outcome = try fake.table().carryOut(plan, from: current)
        guard case .stuck(.refused, let remaining, let refused) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!refused.isEmpty)
        fake.refusals = [:]
        _ = try fake.table().apply(remaining.changes, checking: .verbatim)
        #expect(fake.configuration.unordered == current.unordered)
    }

    @Test func whatTheKernelDoesNotKeepIsUndone() throws {
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

    @Test func anInterruptionIsUndone() throws {
        let (current, wanted) = Self.pair(5)
        let fake = FakeKernel(holding: current)
        var questions = 0
        let outcome = try fake.table().carryOut(Plan(from: current, to: wanted), from: current) {
            questions += 1
            return questions == 2
        }
        guard case .undone(.interrupted, let count) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(count > 0)
        #expect(fake.configuration.unordered == current.unordered)
    }

    @Test func nothingIsTakenAwayBeforeEverythingElseIsAccepted() {
        let (current, wanted) = Self.pair(8)
        let phases = Plan(from: current, to: wanted).changes.map(\.phase)
        #expect(phases == phases.sorted())
    }

    @Test func differingOrderIsNoReasonToEdit() {
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

    @Test func anotherProgramThatIsFasterIsNotUndone() throws {
        let (current, wanted) = Self.pair(11)
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
        guard case .undone(let failure, _) = try fake.table().carryOut(plan, from: current) else {
            Issue.record("carried out")
            return
        }
        #expect(failure.isInterference)
        var expected = current
        expected.services[service.identity] = ServiceConfiguration(service)
        #expect(fake.configuration.unordered == expected.unordered)
    }

    @Test func interferenceIsPlannedAnew() throws {
        let (current, wanted) = Self.pair(11)
        let fake = FakeKernel(holding: current)
        var isDone = false
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.newService, !isDone else { return }
            isDone = true
            for service in wanted.services { fake.configuration.services[service.service.identity] = service }
        }
        var plans = 0
        let reached = try fake.table().reach(
            wanted,
            review: { _, _ in
                plans += 1
                return true
            }
        )
        guard case .done? = reached?.1 else {
            Issue.record("\(String(describing: reached))")
            return
        }
        #expect(plans == 2)
        #expect(fake.configuration.unordered == wanted.unordered)
    }
}
