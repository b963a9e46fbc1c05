import IPVSTestSupport
import Testing

@testable import IPVSKit

/// What another program does to the table while it is being read.
@Suite struct SnapshotTests {
    private static let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    private func kernel(services: UInt32 = 1, servers: UInt32 = 2) -> FakeKernel {
        let fake = FakeKernel()
        for number in 0..<services {
            let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001 + number), port: 80))
            fake.configuration.services[identity] = ServiceConfiguration(
                VirtualService(identity),
                servers: (0..<servers).map { RealServer(Endpoint(IPAddress(v4: 0x0A01_0001 + $0), port: 80)) }
            )
        }
        return fake
    }

    @Test("A snapshot holds the table")
    func snapshot() throws {
        let fake = kernel(services: 300, servers: 12)
        #expect(try fake.table().snapshot().configuration == fake.configuration.canonical)
    }

    @Test("A service that vanishes during the reading is not shown as empty")
    func vanishedService() throws {
        let fake = kernel(services: 3)
        var isDone = false
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getServer, !isDone else { return }
            isDone = true
            fake.configuration.services[Self.identity] = nil
        }
        let snapshot = try fake.table().snapshot()
        #expect(snapshot.services.count == 2)
        #expect(snapshot.configuration == fake.configuration.canonical)
    }

    @Test("A long list that changes is read again")
    func longList() throws {
        let fake = kernel(services: 200)
        var dumps = 0
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService else { return }
            dumps += 1
            // Before the comparing dump: the first one is out of date now.
            if dumps == 2 { fake.configuration.services[Self.identity] = nil }
        }
        #expect(try fake.table().snapshot().services.count == 199)
        #expect(dumps == 4)
    }

    @Test("Services are delivered again when the list has changed")
    func restart() throws {
        let fake = kernel(services: 200)
        var dumps = 0
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService else { return }
            dumps += 1
            if dumps == 2 { fake.configuration.services[Self.identity] = nil }
        }
        var counts: [Int] = []
        var found: [ServiceConfiguration] = []
        try fake.table().forEachService(reading: .withCounters, in: { $0.placesByIdentity.reversed() }) {
            count in
            counts.append(count)
            found = []
        } body: { service in
            found.append(service.serviceConfiguration)
        }
        #expect(counts == [200, 199])
        #expect(found == Array(fake.configuration.canonical.services).reversed())
    }

    @Test("A short list is read once")
    func shortList() throws {
        let fake = kernel(services: 9, servers: 9)
        var requests = 0
        fake.beforeRequest = { _, _ in requests += 1 }
        // Of services and servers; only these are counted.
        _ = try fake.table().snapshot()
        #expect(requests == 1 + 9)
    }

    @Test("Two lists of the same services in another order agree: the kernel may resize its table")
    func snapshot_comparesServicesAsSets() throws {
        let fake = kernel(services: 200)
        var dumps = 0
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService else { return }
            dumps += 1
            // The first service becomes the last.
            guard let first = fake.configuration.services.map(\.self).first else { return }
            fake.configuration.services[first.key] = nil
            fake.configuration.services[first.key] = first
        }
        #expect(try fake.table().snapshot().services.count == 200)
        #expect(dumps == 2)
    }

    @Test("A service that comes twice is there once")
    func snapshot_hasEachServiceOnce() throws {
        let fake = kernel(services: 200)
        fake.repeatsFirstService = true
        #expect(try fake.table().snapshot().configuration == fake.configuration.canonical)
    }

    @Test("Where a kernel does not lock its lists, one of one piece is read until two agree")
    func snapshot_doesNotRelyOnALock() throws {
        let fake = kernel(services: 2, servers: 2)
        var requests: [UInt8] = []
        fake.beforeRequest = { fake, command in
            requests.append(command)
            // The servers change between the first list of them and the second.
            guard requests.count == 3 else { return }
            fake.configuration.services.modify(Self.identity) { entry in
                entry.servers[Endpoint(IPAddress(v4: 0x0A01_0001), port: 80)] = nil
            }
        }
        let table = KernelTable(transport: fake, locksDumps: false)
        #expect(try table.snapshot().configuration == fake.configuration.canonical)
        // The services twice, the servers of the first three times, those of the second twice.
        #expect(requests.filter { $0 == IPVSCommand.getService }.count == 2)
        #expect(requests.filter { $0 == IPVSCommand.getServer }.count == 5)
    }

    @Test("Many servers that change are read again")
    func manyServers() throws {
        let fake = kernel(servers: 50)
        var dumps = 0
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getServer else { return }
            dumps += 1
            guard dumps == 2 else { return }
            fake.configuration.services.modify(Self.identity) { entry in
                entry.servers[Endpoint(IPAddress(v4: 0x0A01_0001), port: 80)] = nil
            }
        }
        #expect(try fake.table().service(Self.identity)?.servers.count == 49)
        #expect(dumps == 3)
    }

    @Test("A table that never settles is an error")
    func unsettledTable() {
        let fake = kernel(services: 200)
        var number: UInt32 = 0
        fake.beforeRequest = { fake, command in
            guard command == IPVSCommand.getService else { return }
            number += 1
            let identity = ServiceIdentity.firewallMark(number, .ipv4)
            fake.configuration.services[identity] = ServiceConfiguration(VirtualService(identity))
        }
        let duration = ContinuousClock().measure {
            #expect(throws: TableError.changing(attempts: 5)) { try fake.table().snapshot() }
        }
        // With pauses of 20, 40, 80 and 160 ms.
        #expect(duration >= .milliseconds(300))
    }

    @Test("Counters and connections are read")
    func counters() throws {
        let fake = kernel()
        var statistics = Statistics()
        statistics.connections = 1 << 40
        statistics.incomingPackets = (1 << 33) + 5
        statistics.outgoingByteRate = .max
        fake.serviceStatistics[Self.identity] = statistics
        let endpoint = Endpoint(IPAddress(v4: 0x0A01_0001), port: 80)
        let counts = ConnectionCounts(active: 1, inactive: 2, persistent: 3)
        fake.serverNumbers[Self.identity] = [
            endpoint: ObservedServer(RealServer(endpoint), connections: counts, statistics: statistics)
        ]
        let service = try #require(try fake.table().service(Self.identity))
        #expect(service.statistics == statistics)
        // Newest first.
        #expect(service.servers.last?.statistics == statistics)
        #expect(service.servers.last?.connections == counts)
    }

    @Test("An edit keeps what it does not name")
    func edit() throws {
        let fake = kernel()
        let endpoint = Endpoint(IPAddress(v4: 0x0A01_0001), port: 80)
        var odd = RealServer(
            endpoint,
            method: .tunnel,
            weight: 5,
            upperThreshold: 100,
            lowerThreshold: 50
        )
        odd.tunnel = Tunnel(type: .gre, flags: .checksum)
        fake.configuration.services.modify(Self.identity) { $0.servers[endpoint] = odd }
        var edit = ServerEdit()
        edit.weight = 0
        let result = try fake.table().edit(endpoint, of: Self.identity, edit)
        #expect(result.old == odd)
        odd.weight = 0
        #expect(result.new == odd)
        #expect(fake.configuration.services[Self.identity]?.servers[endpoint] == odd)
    }

    @Test("An edit of something missing is an error")
    func missing() {
        let fake = kernel()
        let endpoint = Endpoint(IPAddress(v4: 9), port: 9)
        #expect(throws: TableError.noSuchServer(endpoint, Self.identity)) {
            try fake.table().edit(endpoint, of: Self.identity, ServerEdit())
        }
        let other = ServiceIdentity.firewallMark(9, .ipv4)
        #expect(throws: TableError.noSuchService(other)) { try fake.table().edit(other, ServiceEdit()) }
    }

    @Test("A stop of a daemon without an answer is verified")
    func silentStop() throws {
        let fake = FakeKernel()
        fake.isSilentAboutStops = true
        try fake.table().perform(.startDaemon(SyncDaemon(.master, interface: "lo")))
        try fake.table().perform(.stopDaemon(.master))
        #expect(try fake.table().daemons() == [])
    }
}
