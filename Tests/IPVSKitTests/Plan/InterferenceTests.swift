import IPVSKit
import IPVSTestSupport
import Testing

/// Other programs that change the table while a plan is carried out.
@Suite struct InterferenceTests {
    private static let edited = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 1), port: 80))
    private static let other = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 2), port: 80))
    private static let server = RealServer(Endpoint(IPAddress(v4: 9), port: 80))

    private static func heavy(_ weight: UInt32) -> RealServer {
        var heavy = server
        heavy.weight = weight
        return heavy
    }

    /// Two services of one server; the weight is that of the first one's.
    private static func table(weight: UInt32) -> TableConfiguration {
        TableConfiguration(services: [
            ServiceConfiguration(VirtualService(edited), servers: [heavy(weight)]),
            ServiceConfiguration(VirtualService(other), servers: [server]),
        ])
    }

    /// Restores a table; `meanwhile` happens before the first reading after the changes of each plan.
    private func restore(
        _ wanted: TableConfiguration,
        on fake: FakeKernel,
        scope: Plan.Scope = .whole,
        meanwhile: @escaping (FakeKernel, Int) -> Void
    ) throws -> RestoreReport {
        var plans = 0
        var isDue = false
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService, isDue else { return }
            isDue = false
            plans += 1
            meanwhile(fake, plans)
        }
        // This is asked while a plan is sent, and at no other time.
        return try fake.table().restore(to: wanted, scope: scope) {
            isDue = true
            return false
        }
    }

    @Test("Verification covers what the plan does not touch", arguments: [Plan.Scope.whole, .named])
    func untouchedParts(scope: Plan.Scope) throws {
        let fake = FakeKernel(holding: Self.table(weight: 1))
        let wanted = Self.table(weight: 2)
        let report = try restore(wanted, on: fake, scope: scope) { fake, plans in
            if plans == 1 { fake.configuration.services[Self.other] = nil }
        }
        guard case .done = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(report.attempts == 2)
        #expect(fake.configuration.unordered.services == wanted.unordered.services)
        let edit = Change.editServer(Self.heavy(2), of: Self.edited)
        let additions = [
            Change.addService(VirtualService(Self.other)), .addServer(Self.server, to: Self.other),
        ]
        #expect(report.steps.map(\.plan.changes) == [[edit], additions])
    }

    @Test("The same change missing twice is blamed on the kernel only if it is also lost alone")
    func missingTwice() throws {
        let fake = FakeKernel(holding: Self.table(weight: 1))
        let wanted = Self.table(weight: 2)
        let report = try restore(wanted, on: fake) { fake, _ in
            fake.configuration.services = Self.table(weight: 7).services
        }
        guard case .done = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(report.attempts == 3)
        #expect(fake.configuration.services == wanted.services)
        // The third time it was made alone, and there was nothing left to do.
        #expect(
            report.steps.map(\.plan.changes) == Array(
                repeating: [.editServer(Self.heavy(2), of: Self.edited)],
                count: 3
            ) + [[]]
        )
    }

    @Test("Changes not sent after a refusal are not reported as done")
    func unsentChanges() throws {
        let fake = FakeKernel(holding: Self.table(weight: 1))
        var wanted = Self.table(weight: 2)
        let added = ServiceConfiguration(VirtualService(.firewallMark(1, .ipv4)))
        wanted.services[added.key] = added
        fake.configuration.services[Self.other] = nil
        var isDue = true
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.newService, isDue else { return }
            isDue = false
            fake.configuration.services[added.key] = added
        }
        let report = try fake.table().restore(to: wanted)
        guard case .done = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        // The edit was due behind the piece in which another program was faster.
        let additions = [
            Change.addService(VirtualService(Self.other)), .addServer(Self.server, to: Self.other),
        ]
        #expect(
            report.steps.map(\.plan.changes) == [additions, [.editServer(Self.heavy(2), of: Self.edited)]]
        )
    }

    @Test("A refusal in a later attempt undoes all attempts")
    func laterRefusal() throws {
        let before = Self.table(weight: 1)
        let fake = FakeKernel(holding: before)
        let report = try restore(Self.table(weight: 2), on: fake) { fake, plans in
            fake.configuration.services.modify(Self.other) { $0.servers = KeyedList() }
            fake.refusals[fake.requestCount] = .outOfMemory
        }
        guard case .undone(.refused, _) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(report.attempts == 2)
        #expect(fake.configuration.services[Self.edited] == before.services[Self.edited])
    }

    @Test("Another program's edit during an undo is no failed undo")
    func editDuringUndo() throws {
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

    @Test("An undo does not touch what was not sent")
    func undoScope() throws {
        let before = Self.table(weight: 1)
        var wanted = Self.table(weight: 2)
        wanted.services.modify(Self.other) { $0.servers = KeyedList() }
        let fake = FakeKernel(holding: before)
        var questions = 0
        let outcome = try fake.table().carryOut(Plan(from: before, to: wanted), from: before) {
            questions += 1
            guard questions == 2 else { return false }
            // Before the deletion of this server is sent, another program takes its load away.
            fake.configuration.services.modify(Self.other) {
                $0.servers[Self.server.endpoint] = Self.heavy(0)
            }
            return true
        }
        guard case .undone(.interrupted, let undo) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(undo == [.editServer(Self.heavy(1), of: Self.edited)])
        #expect(fake.configuration.services[Self.other]?.servers[Self.server.endpoint]?.weight == 0)
    }

    @Test("An undo restores another program's service as it was")
    func foreignService() throws {
        var before = Self.table(weight: 1)
        before.services[Self.other] = nil
        let wanted = Self.table(weight: 2)
        let fake = FakeKernel(holding: before)
        let theirServer = RealServer(Endpoint(IPAddress(v4: 8), port: 80))
        var theirs = ServiceConfiguration(VirtualService(Self.other), servers: [theirServer])
        theirs.service.scheduler = .sourceHashing
        var isDue = true
        fake.beforeRequest = { fake, command in
            if command == IPVSCommand.newService, isDue {
                isDue = false
                fake.configuration.services[Self.other] = theirs
            }
            // Behind the edit of their service, and before the deletion of their server.
            if command == IPVSCommand.setServer { fake.refusals[fake.requestCount] = .outOfMemory }
        }
        let report = try fake.table().restore(to: wanted)
        guard case .undone(.refused, _) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(fake.configuration.services[Self.other] == theirs)
        #expect(fake.configuration.services[Self.edited] == before.services[Self.edited])
    }

    @Test("A table that does not settle is shown if asked for")
    func unsettledTable() throws {
        let fake = FakeKernel(holding: Self.table(weight: 1))
        fake.entriesPerPiece = 1
        var number: UInt32 = 0
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService else { return }
            number += 1
            let service = ServiceConfiguration(VirtualService(.firewallMark(number, .ipv4)))
            fake.configuration.services[service.key] = service
        }
        let table = fake.table()
        #expect(throws: TableError.changing(attempts: 5)) { try table.snapshot() }
        let shown = try table.snapshot(reading: .withCounters, unrest: .isShown)
        #expect(shown.services.contains { $0.identity == Self.edited })
        #expect(!shown.isSettled)
        fake.beforeRequest = nil
        #expect(try table.snapshot(reading: .withCounters, unrest: .isShown).isSettled)
    }
}
