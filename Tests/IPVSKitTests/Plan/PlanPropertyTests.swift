import IPVSKit
import IPVSTestSupport
import Testing

/// What is true of every plan, at every point on its way; on random pairs of tables.
@Suite struct PlanPropertyTests {
    private static func pair(_ seed: UInt64) -> (TableConfiguration, TableConfiguration) {
        (.random(seed: seed, changes: 150), .random(seed: seed + 1_000_003, changes: 150))
    }

    /// Seeds that differ from run to run; a failure names its own.
    private static func seeds(_ count: UInt64) -> Range<UInt64> {
        let first = UInt64.random(in: 0...1_000_000)
        return first..<first + count
    }

    /// The table after each change, its state before the first among them.
    private func states(of plan: Plan, from table: TableConfiguration) -> [TableConfiguration] {
        var states = [table]
        for change in plan.changes {
            var next = states[states.count - 1]
            #expect(throws: Never.self) { try next.apply(change) }
            states.append(next)
        }
        return states
    }

    /// What is wrong with a state on the way from one table to another.
    private func errors(
        of state: TableConfiguration,
        from old: TableConfiguration,
        to new: TableConfiguration
    ) -> [String] {
        var errors: [String] = []
        for service in old.services {
            let identity = service.service.identity
            guard let wanted = new.services[identity] else { continue }
            guard let now = state.services[identity] else {
                errors.append("\(identity) is gone")
                continue
            }
            let hasOld = service.servers.allSatisfy { now.servers[$0.endpoint] != nil }
            let hasNew = wanted.servers.allSatisfy { now.servers[$0.endpoint] != nil }
            if !hasOld, !hasNew { errors.append("\(identity) has neither its old servers nor its new ones") }
            let isUsable = service.hasUsableServer && wanted.hasUsableServer
            if isUsable, !now.hasUsableServer { errors.append("\(identity) has no usable server") }
        }
        for family in AddressFamily.allCases where old.has(family) && new.has(family) {
            if !state.has(family) { errors.append("the last service of \(family) is gone") }
        }
        return errors
    }

    /// Expects a plan to reach a table through states in which nothing is wrong.
    private func expectSafeWay(
        _ plan: Plan,
        from old: TableConfiguration,
        to new: TableConfiguration,
        _ seed: UInt64
    ) {
        let states = states(of: plan, from: old)
        let isReached = states.last?.unordered == new.unordered
        #expect(isReached, "seed \(seed)")
        for state in states { #expect(errors(of: state, from: old, to: new) == [], "seed \(seed)") }
    }

    @Test("No service loses all its servers while a plan is carried out")
    func availability() {
        for seed in Self.seeds(150) {
            let (current, wanted) = Self.pair(seed)
            expectSafeWay(Plan(from: current, to: wanted), from: current, to: wanted, seed)
        }
    }

    @Test("No service loses all its servers during an undo")
    func availabilityInUndo() {
        for seed in Self.seeds(20) {
            let (current, wanted) = Self.pair(seed)
            let plan = Plan(from: current, to: wanted)
            for state in states(of: plan, from: current) {
                expectSafeWay(plan.wayBack(from: state, to: current), from: state, to: current, seed)
            }
        }
    }

    /// Between two batches anybody can look, and the program can be killed.
    @Test("A new service and its servers are sent in one batch", arguments: [false, true])
    func newService(isUndone: Bool) throws {
        var comings = 0
        for seed in Self.seeds(5) {
            let current = TableConfiguration.crowded(seed: seed)
            let wanted = TableConfiguration.crowded(seed: seed + 1)
            let fake = FakeKernel(holding: current)
            var seen = current
            fake.afterBatch = { fake in
                for service in fake.configuration.services where seen.services[service.key] == nil {
                    comings += 1
                    // On the way back it is one of the old ones.
                    let whole = wanted.services[service.key] ?? current.services[service.key] ?? service
                    let batch = MessageBatch.messageLimit - 1
                    #expect(service.servers.count >= min(whole.servers.count, batch), "seed \(seed)")
                }
                seen = fake.configuration
            }
            var plan = Plan(from: current, to: wanted)
            if isUndone {
                // The kernel refuses this behind everything else.
                let nowhere = ServiceIdentity.firewallMark(9, .ipv4)
                plan = Plan(plan.changes + [.deleteService(nowhere)])
            }
            let outcome = try fake.table().carryOut(plan, from: current)
            let goal = isUndone ? current : wanted
            let isReached = fake.configuration.unordered.services == goal.unordered.services
            #expect(isReached, "seed \(seed): \(outcome)")
        }
        // In one pair of tables in fifty nothing is new.
        #expect(comings > 0)
    }

    @Test("There is no shorter plan")
    func length() {
        for seed in Self.seeds(200) {
            let (current, wanted) = Self.pair(seed)
            let changes = Plan(from: current, to: wanted).changes
            let needed = needed(from: current, to: wanted)
            #expect(Set(changes) == Set(needed), "seed \(seed)")
            #expect(changes.count == needed.count, "seed \(seed)")
        }
    }

    /// What has to be done at least, thing by thing: nothing can be done about two things at once.
    private func needed(from old: TableConfiguration, to new: TableConfiguration) -> [Change] {
        var changes: [Change] = []
        for service in new.services {
            let identity = service.service.identity
            let found = old.services[identity]
            if found == nil { changes.append(.addService(service.service)) }
            if let found, found.service != service.service { changes.append(.editService(service.service)) }
            for server in service.servers {
                let old = found?.servers[server.endpoint]
                if old == nil { changes.append(.addServer(server, to: identity)) }
                if let old, old != server { changes.append(.editServer(server, of: identity)) }
            }
            for server in found?.servers ?? KeyedList() where service.servers[server.endpoint] == nil {
                changes.append(.deleteServer(server.endpoint, from: identity))
            }
        }
        for service in old.services where new.services[service.service.identity] == nil {
            changes.append(.deleteService(service.service.identity))
        }
        let (before, after) = (old.timeouts ?? ConnectionTimeouts(), new.timeouts ?? ConnectionTimeouts())
        let timeouts = ConnectionTimeouts(
            tcp: before.tcp == after.tcp ? 0 : after.tcp,
            tcpFin: before.tcpFin == after.tcpFin ? 0 : after.tcpFin,
            udp: before.udp == after.udp ? 0 : after.udp
        )
        if timeouts != ConnectionTimeouts() { changes.append(.setTimeouts(timeouts)) }
        for role in SyncDaemon.Role.allCases {
            let before = old.daemons?.first { $0.role == role }
            let after = new.daemons?.first { $0.role == role }
            if let before, let after, before.satisfies(after) { continue }
            if before != nil { changes.append(.stopDaemon(role)) }
            if let after { changes.append(.startDaemon(after)) }
        }
        return changes
    }

    @Test("A saved plan is read back unchanged")
    func savedPlan() {
        for seed in Self.seeds(60) {
            let (current, wanted) = Self.pair(seed)
            let plan = Plan(from: current, to: wanted)
            let (document, diagnostics) = PlanDocument.read(
                PlanDocument(plan, for: current).write(),
                file: "plan"
            )
            #expect(diagnostics.filter { $0.severity == .error } == [], "seed \(seed)")
            #expect(Set(document.plan.changes) == Set(plan.changes), "seed \(seed)")
            #expect(plan.wayBack(from: current, to: document.before).isEmpty, "seed \(seed)")
        }
    }

    @Test("A refusal at any position is undone")
    func refusal() throws {
        var positions = 0
        for (current, wanted, seed) in Self.pairsWithWide() {
            let plan = Plan(from: current, to: wanted)
            for position in plan.changes.indices {
                positions += 1
                let fake = FakeKernel(holding: current)
                fake.refusals = [position: .outOfMemory]
                let outcome = try fake.table().carryOut(plan, from: current)
                guard case .undone(.refused(let refused), _) = outcome else {
                    Issue.record("seed \(seed), position \(position): \(outcome)")
                    continue
                }
                #expect(refused.map(\.change) == [plan.changes[position]])
                expectUndone(fake, current, plan.changes[...position], "seed \(seed), position \(position)")
            }
        }
        let widest = Plan(from: WidePair.old, to: WidePair.new).changes
        print("\(positions) positions of refusal, \(widest.count) of them in one plan")
        #expect(widest.count >= 40)
        #expect(Set(widest.map(\.phase)) == Set(Plan.Phase.allCases))
    }

    private static func pairsWithWide() -> [(TableConfiguration, TableConfiguration, seed: UInt64)] {
        seeds(10).map { seed in (pair(seed).0, pair(seed).1, seed) } + [(WidePair.old, WidePair.new, 0)]
    }

    @Test("A broken connection at any position is undone")
    func brokenConnection() throws {
        for (current, wanted, seed) in Self.pairsWithWide() {
            let plan = Plan(from: current, to: wanted)
            for position in plan.changes.indices {
                let fake = FakeKernel(holding: current)
                fake.breakages = [position: .closed]
                let outcome = try fake.table().carryOut(plan, from: current)
                guard case .undone(.broken, _) = outcome else {
                    Issue.record("seed \(seed), position \(position): \(outcome)")
                    continue
                }
                expectUndone(fake, current, plan.changes[...position], "seed \(seed), position \(position)")
            }
        }
    }

    /// The table is as it was; unless something was deleted, even the order of the servers is.
    private func expectUndone(
        _ fake: FakeKernel,
        _ before: TableConfiguration,
        _ done: ArraySlice<Change>,
        _ place: String
    ) {
        let isSame =
            done.contains { $0.phase == .delete }
            ? fake.configuration.unordered == before.unordered
            : fake.configuration.canonical == before.canonical
        #expect(isSame, "\(place)")
    }
}

extension TableConfiguration {
    fileprivate func has(_ family: AddressFamily) -> Bool {
        services.contains { $0.service.identity.family == family }
    }
}
