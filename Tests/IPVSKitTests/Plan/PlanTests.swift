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

    @Test func anUndoThatIsRefusedSaysWhatRemains() throws {
        let (current, wanted) = Self.pair(3)
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

    @Test func whatWasDeletedComesBackInItsOrder() throws {
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
        guard case .undone(.refused(let refused), _) = try fake.table().carryOut(plan, from: current) else {
            Issue.record("carried out")
            return
        }
        #expect(refused == [RefusedChange(change: first, errno: .exists)])
        var expected = current
        expected.services[service.identity] = ServiceConfiguration(service)
        #expect(fake.configuration.unordered == expected.unordered)
    }

    private func expectDone(_ report: RestoreReport) {
        guard case .done = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
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
        let report = try fake.table().restore(to: wanted)
        expectDone(report)
        #expect(report.attempts == 2)
        #expect(fake.configuration.unordered == wanted.unordered)
    }

    @Test func aSchedulerThatOnlyTheKernelKnowsIsKept() throws {
        let rules = {
            var rules = KernelRules()
            rules.schedulers.insert(Scheduler(rawValue: "brandnew"))
            return rules
        }()
        let fake = FakeKernel(rules: rules)
        var wanted = TableConfiguration()
        let service = VirtualService(.firewallMark(1, .ipv4), scheduler: Scheduler(rawValue: "brandnew"))
        wanted.services[service.identity] = ServiceConfiguration(service)
        expectDone(try fake.table().restore(to: wanted))
        #expect(fake.configuration.services[service.identity]?.service == service)
    }

    @Test func whatAnotherProgramTakesAwayBeforeTheReadingIsPlannedAnew() throws {
        let (current, wanted) = Self.pair(11)
        let fake = FakeKernel(holding: current)
        let victim = try #require(wanted.services.first { _ in true }).service.identity
        var changes = 0
        fake.beforeRequest = { fake, command in
            if command != IPVSCommand.getService, command != IPVSCommand.getServer { return changes += 1 }
            guard changes > 0 else { return }
            changes = .min
            fake.configuration.services[victim] = nil
        }
        let report = try fake.table().restore(to: wanted)
        expectDone(report)
        #expect(report.attempts == 2)
        #expect(fake.configuration.unordered == wanted.unordered)
    }

    @Test func endlessInterferenceIsGivenUp() throws {
        let (current, wanted) = Self.pair(11)
        let fake = FakeKernel(holding: current)
        let added = try #require(wanted.services.first { current.services[$0.service.identity] == nil })
        let identity = added.service.identity
        // Another program that adds the service whenever this one is about to, and deletes it at once.
        fake.beforeRequest = { fake, command in
            switch command {
            case IPVSCommand.newService:
                fake.configuration.services[identity] = ServiceConfiguration(added.service)
            case IPVSCommand.getService: fake.configuration.services[identity] = nil
            default: break
            }
        }
        let report = try fake.table().restore(to: wanted)
        guard case .contested(let attempts, let remaining?) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(attempts == report.attempts)
        #expect(remaining.changes.contains(.addService(added.service)))
        fake.beforeRequest = nil
        expectDone(try fake.table().restore(to: wanted))
    }

    @Test func whatTheKernelLosesTwiceIsItsOwnDoing() throws {
        let identity = ServiceIdentity.firewallMark(5, .ipv4)
        let service = VirtualService(identity, scheduler: .weightedRoundRobin)
        var plain = service
        plain.scheduler = .roundRobin
        let fake = FakeKernel()
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService else { return }
            fake.configuration.services.modify(identity) { $0.service = plain }
        }
        let wanted = TableConfiguration(services: [ServiceConfiguration(service)])
        let report = try fake.table().restore(to: wanted)
        guard case .undone(.notKept(let missing), _) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(missing.changes == [.editService(service)])
        #expect(report.attempts == 2)
        #expect(fake.configuration.services.isEmpty)
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

    @Test(arguments: [1, 5, 9])
    func aServiceThatIsGoneBeforeAPlanIsMissed(changes count: Int) {
        let whole = Plan(from: Self.edits.current, to: Self.edits.wanted).changes
        let plan = Plan(whole.suffix(count))
        let wayBack = plan.wayBack(from: TableConfiguration(), to: Self.edits.current)
        #expect(TableConfiguration().applying(wayBack) == Self.edits.current)
        #expect(plan.wayBack(from: Self.edits.current, to: Self.edits.current).isEmpty)
    }

    @Test func aServiceThatIsGoneAfterItsEditsIsMissed() throws {
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

    @Test func aKernelThatIsGoneCannotBeAskedWhatRemains() throws {
        let (current, wanted) = Self.pair(5)
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

    @Test func aPlanCarriedOutInPartDeletesNothingWhenSomethingWasRefused() throws {
        let (current, wanted) = Self.pair(3)
        let plan = Plan(from: current, to: wanted)
        let additions = plan.changes.count { $0.phase <= .add }
        #expect(plan.changes.contains { $0.phase == .delete })
        let fake = FakeKernel(holding: current)
        fake.refusals = [additions - 1: .invalid]
        #expect(
            try fake.table().carryOutPart(of: plan, from: current).refused.map(\.change) == [
                plan.changes[additions - 1]
            ]
        )
        let remaining = Plan(from: fake.configuration, to: wanted)
        #expect(
            remaining.changes
                == [plan.changes[additions - 1]] + plan.changes.filter { $0.phase == .delete }
        )
        // And everything when nothing was.
        fake.refusals = [:]
        let middle = fake.configuration
        #expect(try fake.table().carryOutPart(of: remaining, from: middle).refused.isEmpty)
        #expect(fake.configuration.unordered == wanted.unordered)
    }

    @Test func aPlanCarriedOutInPartDrainsNoServiceWhenSomethingWasRefused() throws {
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 1), port: 80))
        func server(_ number: UInt32, weight: UInt32) -> RealServer {
            RealServer(Endpoint(IPAddress(v4: number), port: 80), weight: weight)
        }
        func table(_ servers: RealServer...) -> TableConfiguration {
            TableConfiguration(services: [ServiceConfiguration(VirtualService(identity), servers: servers)])
        }
        let current = table(server(1, weight: 1), server(2, weight: 1))
        let wanted = table(server(1, weight: 0), server(2, weight: 0), server(3, weight: 1))
        let plan = Plan(from: current, to: wanted)
        let fake = FakeKernel(holding: current)
        fake.refusals = [0: .invalid]
        #expect(
            try fake.table().carryOutPart(of: plan, from: current).refused.map(\.change) == [plan.changes[0]]
        )
        #expect(fake.configuration.services == table(server(1, weight: 0), server(2, weight: 1)).services)
        // And all of it when the replacement is there.
        fake.refusals = [:]
        let middle = fake.configuration
        #expect(
            try fake.table().carryOutPart(of: Plan(from: middle, to: wanted), from: middle).refused.isEmpty
        )
        #expect(fake.configuration.unordered.services == wanted.unordered.services)
    }
}
