import IPVSKit
import IPVSTestSupport
import Testing

/// Best-effort plans, of which something is refused.
@Suite struct PartialPlanTests {
    @Test("A best-effort plan with a refusal deletes nothing")
    func partWithDeletions() throws {
        let (current, wanted) = TableConfiguration.pair(3)
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

    @Test("A best-effort plan with a refusal drains no service")
    func partWithDraining() throws {
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
