import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

/// Tests against the kernel of this network namespace, whose table they empty: only ever run in the guest.
@Suite(.serialized) struct KernelTests {
    let table = KernelTable()
    private let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    /// Refuses to touch any kernel but the guest's.
    init() throws {
        try #require(
            ProcessInfo.processInfo.environment["LVSCTL_GUEST"] == "1",
            "only for the guest: make test"
        )
        try table.perform(.clear)
        for daemon in try table.daemons() { try table.perform(.stopDaemon(daemon.role)) }
        try table.perform(.setTimeouts(ConnectionTimeouts(tcp: 900, tcpFin: 120, udp: 300)))
    }

    /// What the guest's kernel accepts: Debian's User Mode Linux has no `twos`.
    private var rules: KernelRules {
        var rules = KernelRules()
        rules.schedulers.remove(.twosChoice)
        rules.interfaces = ["lo"]
        rules.ticksPerSecond = 100
        return rules
    }

    private func endpoint(_ number: Int, port: UInt16 = 80) -> Endpoint {
        Endpoint(IPAddress(v4: 0x0A01_0001 + UInt32(number)), port: port)
    }

    @Test("Model and kernel agree through random changes")
    func randomChanges() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed =
            environment["LVSCTL_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64(UInt32.max))
        let count = environment["LVSCTL_CHANGES"].flatMap(Int.init) ?? 20000
        print("seed \(seed): make test-kernel SEED=\(seed) replays it")
        let comparison = try ModelComparison(seed: seed, count: count, table: table, rules: rules)
        print("\(comparison.changeCount) changes, \(comparison.refusedCount) of them refused")
        #expect(comparison.differences == [], "seed \(seed)")
    }

    @Test("Random tables become one another")
    func randomPlans() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        print("seed \(seed)")
        for seed in seed..<seed + 30 {
            var wanted = TableConfiguration.random(seed: seed, changes: 80, rules: rules)
            let current = try table.snapshot().configuration
            // The kernel chose these; what is random about them is compared elsewhere.
            wanted.timeouts = current.timeouts
            let plan = Plan(from: current, to: wanted)
            let outcome = try table.carryOut(plan, from: current)
            guard case .done = outcome else {
                Issue.record("seed \(seed): \(outcome)")
                return
            }
            let found = try table.snapshot().configuration
            #expect(found.unordered == wanted.unordered, "seed \(seed)")
            #expect(Plan(from: found, to: wanted).isEmpty, "seed \(seed)")
        }
    }

    @Test("Errors in the middle of a batch are attributed")
    func errorsInBatch() throws {
        var changes: [Change] = [.addService(VirtualService(web))]
        for number in 0..<11_000 {
            // Every tenth one is there already.
            changes.append(.addServer(RealServer(endpoint(number - (number % 10 == 9 ? 1 : 0))), to: web))
        }
        let refused = try table.apply(changes)
        #expect(refused.map(\.index) == (0..<11_000).filter { $0 % 10 == 9 }.map { $0 + 1 })
        #expect(refused.allSatisfy { $0.1.errno == .exists })
        let servers = try #require(try table.service(web)).servers
        #expect(servers.count == 9900)
        // Newest first, and every one of them once.
        #expect(servers.first?.configuration.endpoint == endpoint(10_998))
        #expect(Set(servers.map(\.configuration.endpoint)).count == 9900)
    }

    @Test("Batches in which everything fails lose no answer")
    func failingBatches() throws {
        let changes = (0..<1000).map { Change.deleteServer(endpoint($0), from: web) }
        let refused = try table.apply(changes)
        #expect(refused.map(\.index) == Array(0..<1000))
        #expect(refused.allSatisfy { $0.1.errno == .noSuchService })
    }

    @Test("Many services are read completely")
    func manyServices() throws {
        let services = (0..<3000).map { number in
            ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0000 + UInt32(number)), port: 80))
        }
        let refused = try table.apply(
            services.flatMap { identity -> [Change] in
                [.addService(VirtualService(identity)), .addServer(RealServer(endpoint(1)), to: identity)]
            }
        )
        #expect(refused.isEmpty)
        let snapshot = try table.snapshot()
        #expect(Set(snapshot.services.map(\.identity)) == Set(services))
        #expect(snapshot.services.allSatisfy { $0.servers.count == 1 })
    }

    @Test("Every field survives")
    func fields() throws {
        let mark = ServiceIdentity.firewallMark(.max, .ipv6)
        var service = VirtualService(mark, scheduler: .maglevHashing)
        service.persistence = Persistence(timeout: 77, netmask: .ipv6(64), engine: "sip")
        service.schedulerFlags = [.fallback, .port]
        service.isOnePacket = true
        let gue = Tunnel(type: .gue, port: 6080, flags: .remoteChecksum)
        let servers = [
            RealServer(
                Endpoint(IPAddress(v6: 0x2001_0DB8_0000_0000, 9), port: 8080),
                method: .masquerade,
                weight: 2_147_483_647,
                upperThreshold: 100,
                lowerThreshold: 100
            ),
            RealServer(endpoint(1), method: .tunnel, weight: 0, tunnel: gue),
        ]
        try table.perform(.addService(service))
        for server in servers { try table.perform(.addServer(server, to: mark)) }
        #expect(
            try table.snapshot().configuration.services[mark]
                == ServiceConfiguration(service, servers: servers)
        )
    }

    @Test("An edit keeps what it does not name")
    func edit() throws {
        let gre = Tunnel(type: .gre, flags: .checksum)
        let server = RealServer(
            endpoint(1),
            method: .tunnel,
            weight: 5,
            upperThreshold: 9,
            lowerThreshold: 3,
            tunnel: gre
        )
        try table.perform(.addService(VirtualService(web, scheduler: .roundRobin)))
        try table.perform(.addServer(server, to: web))
        var edit = ServerEdit()
        edit.weight = 0
        var expected = server
        expected.weight = 0
        #expect(try table.edit(endpoint(1), of: web, edit).new == expected)
        var change = ServiceEdit()
        change.isPersistent = true
        #expect(try table.edit(web, change).new.scheduler == .roundRobin)
        #expect(try table.service(web)?.configuration.timeout == VirtualService.defaultTimeout)
    }

    @Test("Daemons start and stop")
    func daemons() throws {
        for _ in 0..<5 {
            try table.perform(.startDaemon(SyncDaemon(.master, interface: "lo", syncID: 7, timeToLive: 3)))
            try table.perform(
                .startDaemon(SyncDaemon(.backup, interface: "lo", group: IPAddress("ff05::8848")))
            )
            let daemons = try table.daemons()
            #expect(daemons.map(\.role) == [.master, .backup])
            #expect(daemons.map(\.syncID) == [7, 0])
            #expect(daemons.map(\.timeToLive) == [3, 1])
            #expect(daemons.last?.group == IPAddress("ff05::8848"))
            // At once: the kernel may not acknowledge it.
            try table.perform(.stopDaemon(.master))
            try table.perform(.stopDaemon(.backup))
            #expect(try table.daemons() == [])
        }
        let error = #expect(throws: TableError.self) { try table.perform(.stopDaemon(.master)) }
        #expect(error == .refused(RefusedChange(change: .stopDaemon(.master), errno: .noSuchService)))
    }

    @Test("A timeout of 0 keeps the old one")
    func timeouts() throws {
        try table.perform(.setTimeouts(ConnectionTimeouts(tcp: 900, tcpFin: 120, udp: 300)))
        try table.perform(.setTimeouts(ConnectionTimeouts(tcpFin: 99)))
        #expect(try table.timeouts() == ConnectionTimeouts(tcp: 900, tcpFin: 99, udp: 300))
    }

    @Test("The version is 1.2.1; the connection table has 4096 buckets, from Linux 7 on a moving number")
    func info_saysVersionAndTableSize() throws {
        #expect(try table.info().versionText == "1.2.1")
        try table.perform(.addService(VirtualService(web)))
        let size = try table.info().connectionTableSize
        if KernelRelease.major < 7 {
            #expect(size == 4096)
        } else {
            #expect(size.nonzeroBitCount == 1, "\(size)")
        }
    }

    @Test("A service without servers is not a missing one")
    func emptyService() throws {
        #expect(try table.service(web) == nil)
        try table.perform(.addService(VirtualService(web)))
        #expect(try table.service(web)?.servers == [])
    }

    @Test("Another writer during a reading is noticed")
    func concurrentReading() throws {
        let services = (0..<1000).map { ServiceIdentity.firewallMark(UInt32($0 + 1), .ipv4) }
        #expect(try table.apply(services.map { .addService(VirtualService($0)) }).isEmpty)
        var lines = 0
        var written: UInt32 = 0
        // A trace sees every datagram as it arrives, in the middle of the kernel's dump.
        let disturbed = KernelTable { [table] _ in
            lines += 1
            guard lines % 400 == 0, written < 25 else { return }
            written += 1
            try? table.perform(.deleteService(.firewallMark(written * 30, .ipv4)))
            try? table.perform(.addService(VirtualService(.firewallMark(5000 + written, .ipv4))))
        }
        let snapshot = try disturbed.snapshot()
        #expect(written == 25)
        let found = Set(snapshot.services.map(\.identity))
        #expect(found.count == snapshot.services.count)
        #expect(found == Set(try table.snapshot().services.map(\.identity)))
    }
}
