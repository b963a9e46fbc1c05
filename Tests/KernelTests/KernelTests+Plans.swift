import IPVSKit
import IPVSTestSupport
import Testing

// Plans on a real kernel that refuses something: the table must be as it was before.

extension KernelTests {
    /// Something in the place of a change, of the same phase, that no kernel accepts.
    private func impossible(insteadOf change: Change) -> Change {
        let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        let identity = change.definedService?.identity ?? web
        switch change.phase {
        // It does not run.
        case .stopDaemons: return .stopDaemon(.backup)
        case .add:
            if case .addServer(_, let identity) = change {
                return .addServer(RealServer(Endpoint(IPAddress(v4: .max), port: 80)), to: identity)
            }
            return .addService(VirtualService(identity, scheduler: Scheduler(rawValue: "nosuch")))
        case .edit: return .editService(VirtualService(identity, scheduler: Scheduler(rawValue: "nosuch")))
        case .delete: return .deleteServer(Endpoint(IPAddress(v4: 0x0A09_0909), port: 9), from: identity)
        case .startDaemons: return .startDaemon(SyncDaemon(.master, interface: "nowhere"))
        }
    }

    @Test("A refusal at any position is undone")
    func planRefusal() throws {
        let start = try table.snapshot().configuration
        guard case .done = try table.carryOut(Plan(from: start, to: WidePair.old), from: start) else {
            Issue.record("the first table cannot be made")
            return
        }
        let plan = Plan(from: try table.snapshot().configuration, to: WidePair.new)
        var different = 0
        for position in plan.changes.indices {
            let before = try table.snapshot().configuration
            var changes = plan.changes
            changes[position] = impossible(insteadOf: changes[position])
            let outcome = try table.carryOut(Plan(changes), from: before)
            guard case .undone(.refused(let refused), _) = outcome else {
                Issue.record("position \(position): \(outcome)")
                return
            }
            #expect(refused.map(\.change) == [changes[position]], "position \(position)")
            let after = try table.snapshot().configuration
            let isSame =
                changes[...position].contains { $0.phase == .delete }
                ? after.unordered == before.unordered : after == before
            if !isSame { different += 1 }
        }
        print("\(plan.changes.count) positions of refusal, \(different) tables that differed")
        #expect(plan.changes.count >= 40)
        #expect(different == 0)
        guard case .done = try table.carryOut(plan, from: try table.snapshot().configuration) else {
            Issue.record("the plan itself cannot be carried out")
            return
        }
    }

    /// Saved, restored on an empty kernel and saved again, by lvsctl and by ipvsadm, a table gives the same bytes.
    @Test("Saved tables are restored unchanged")
    func savedTables() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        print("seed \(seed)")
        for seed in seed..<seed + 25 {
            try makeEmpty()
            var made = try randomTable(seed: seed)
            if !made.hasMixedFamilies, seed % 3 > 0 {
                made.daemons = SyncDaemon.Role.allCases.map { role in
                    SyncDaemon(role, interface: "lo", syncID: UInt32(seed % 256), maximumLength: 1200)
                }
            }
            guard case .done = try table.restore(to: made).outcome else {
                Issue.record("seed \(seed): cannot be made")
                return
            }
            let saved = try savedRules()
            for isIpvsadm in [false, true] {
                try makeEmpty()
                if isIpvsadm {
                    _ = try ipvsadm(["-R"], input: saved)
                } else {
                    let document = TableDocument.read(saved, file: "saved")
                    #expect(document.diagnostics.filter { $0.severity == .error } == [])
                    _ = try table.restore(to: document.configuration)
                }
                #expect(try savedRules() == saved, "seed \(seed), by ipvsadm: \(isIpvsadm)")
            }
        }
    }

    private func makeEmpty() throws {
        try table.perform(.clear)
        for daemon in try table.daemons() { try table.perform(.stopDaemon(daemon.role)) }
        try table.perform(.setTimeouts(ConnectionTimeouts(tcp: 900, tcpFin: 120, udp: 300)))
    }

    private func savedRules() throws -> [UInt8] {
        TableDocument.write(try table.snapshot().configuration, as: .rules)
    }
}
