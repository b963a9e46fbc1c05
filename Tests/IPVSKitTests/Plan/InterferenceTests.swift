import IPVSKit
import IPVSTestSupport
import Testing

/// Other programs that change the table while a plan is carried out.
@Suite struct InterferenceTests {
    private static let edited = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 1), port: 80))
    private static let other = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 2), port: 80))
    private static let server = RealServer(Endpoint(IPAddress(v4: 9), port: 80))

    /// Two services of one server; the weight is that of the first one's.
    private static func table(weight: UInt32) -> TableConfiguration {
        var heavy = server
        heavy.weight = weight
        return TableConfiguration(services: [
            ServiceConfiguration(VirtualService(edited), servers: [heavy]),
            ServiceConfiguration(VirtualService(other), servers: [server]),
        ])
    }

    /// Reaches a table, and counts the plans; `meanwhile` happens before the first reading behind the changes of each.
    private func reach(
        _ wanted: TableConfiguration,
        on fake: FakeKernel,
        scope: Plan.Scope = .whole,
        meanwhile: @escaping (FakeKernel, Int) -> Void
    ) throws -> (outcome: PlanOutcome?, plans: Int) {
        var plans = 0
        var isDue = false
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService, isDue else { return }
            isDue = false
            meanwhile(fake, plans)
        }
        let reached = try fake.table().reach(
            wanted,
            scope: scope,
            review: { _ in
                plans += 1
                isDue = true
                return true
            }
        )
        return (reached?.1, plans)
    }

    @Test(arguments: [Plan.Scope.whole, .named])
    func whatAPlanLeavesAloneIsComparedToo(scope: Plan.Scope) throws {
        let fake = FakeKernel(holding: Self.table(weight: 1))
        let wanted = Self.table(weight: 2)
        let (outcome, plans) = try reach(wanted, on: fake, scope: scope) { fake, plans in
            if plans == 1 { fake.configuration.services[Self.other] = nil }
        }
        guard case .done? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(plans == 2)
        #expect(fake.configuration.unordered.services == wanted.unordered.services)
    }

    @Test func whatIsMissingTwiceInTheSameWayIsNotTheKernelsWhenItIsKeptAlone() throws {
        let fake = FakeKernel(holding: Self.table(weight: 1))
        let wanted = Self.table(weight: 2)
        let (outcome, plans) = try reach(wanted, on: fake) { fake, _ in
            fake.configuration.services = Self.table(weight: 7).services
        }
        guard case .done? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(plans == 3)
        #expect(fake.configuration.services == wanted.services)
    }

    @Test func aRefusalLaterOnUndoesEverything() throws {
        let before = Self.table(weight: 1)
        let fake = FakeKernel(holding: before)
        let (outcome, plans) = try reach(Self.table(weight: 2), on: fake) { fake, plans in
            fake.configuration.services.modify(Self.other) { $0.servers = KeyedList() }
            fake.refusals[fake.requestCount] = .outOfMemory
        }
        guard case .undone(.refused, _)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(plans == 2)
        #expect(fake.configuration.services[Self.edited] == before.services[Self.edited])
    }

    @Test func whatOthersEditDuringAnUndoIsNoFailedUndo() throws {
        let before = Self.table(weight: 1)
        let fake = FakeKernel(holding: before)
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getServer else { return }
            fake.configuration.services = Self.table(weight: 7).services
        }
        let plan = Plan(from: before, to: Self.table(weight: 2))
        var questions = 0
        let outcome = try fake.table().carryOut(plan, from: before) {
            questions += 1
            return questions == 2
        }
        guard case .undone(.interrupted, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }
}
