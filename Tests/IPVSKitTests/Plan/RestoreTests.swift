import IPVSKit
import IPVSTestSupport
import Testing

/// Tables that are restored although other programs change them, too.
@Suite struct RestoreTests {
    private func expectDone(_ report: RestoreReport) {
        guard case .done = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
    }

    @Test("Interference leads to a new plan")
    func interference() throws {
        let (current, wanted) = TableConfiguration.pair(11)
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

    @Test("A scheduler that only the kernel knows is accepted")
    func unknownScheduler() throws {
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

    @Test("A deletion by another program before verification leads to a new plan")
    func foreignDeletion() throws {
        let (current, wanted) = TableConfiguration.pair(11)
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

    @Test("Endless interference ends after a few attempts")
    func endlessInterference() throws {
        let (current, wanted) = TableConfiguration.pair(11)
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

    @Test("The same change lost twice is blamed on the kernel")
    func lostTwice() throws {
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
}
