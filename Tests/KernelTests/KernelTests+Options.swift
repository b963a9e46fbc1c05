import IPVSKit
import Foundation
import IPVSTestSupport
import Synchronization
import Testing

// What the kernel's older interface tells must be what netlink tells.

extension KernelTests {
    /// A netlink socket that remembers of which services the servers were asked for.
    private final class Witness: Transport {
        private let socket = GenericNetlinkSocket()
        private(set) var services: Set<ServiceIdentity> = []
        private(set) var listingCount = 0

        func transact(_ batch: inout MessageBatch) throws(TransportError) -> [Refusal] {
            try socket.transact(&batch)
        }

        func request(
            _ message: inout MessageBatch,
            kind: RequestKind,
            timeout: UInt32?,
            onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
        ) throws(TransportError) -> Int {
            let bytes = message.bytes
            if bytes[16] == IPVSCommand.getService, kind == .dump { listingCount += 1 }
            if bytes[16] == IPVSCommand.getServer,
                let service = try? MessageAttributes(bytes.span.extracting(20...)).requireService().identity()
            {
                services.insert(service)
            }
            return try socket.request(&message, kind: kind, timeout: timeout, onReply: onReply)
        }
    }

    /// Reads the table in both ways, and says of which services the faster one asked by netlink.
    private func readings(
        meanwhile: @escaping () -> Void = {},
        behindFirst: () -> Void = {}
    ) throws -> (fast: [ObservedService], plain: [ObservedService], witness: Witness) {
        func read(_ table: KernelTable, _ order: (() -> Void)?, _ first: () -> Void) throws
            -> [ObservedService]
        {
            var services: [ObservedService] = []
            try table.forEachService(
                reading: .withoutCounters,
                in: { all in
                    order?()
                    return Array(all.indices)
                }
            ) { _ in
                services = []
            } body: { service in
                services.append(service)
                if services.count == 1 { first() }
            }
            return services
        }
        let witness = Witness()
        let fast = try read(KernelTable(kernelBehind: witness), meanwhile, behindFirst)
        return (fast, try read(KernelTable(transport: GenericNetlinkSocket()), nil, {}), witness)
    }

    /// The first service that two readings show differently; their order means nothing.
    private func difference(_ fast: [ObservedService], _ plain: [ObservedService]) -> String? {
        let fast = fast.sorted { $0.identity < $1.identity }
        let plain = plain.sorted { $0.identity < $1.identity }
        for (one, other) in zip(fast, plain) where one != other {
            return
                "\(one.identity) with \(one.servers.count) servers, \(other.identity) with \(other.servers.count)"
        }
        return fast.count == plain.count ? nil : "\(fast.count) services, \(plain.count)"
    }

    private func identity(_ number: Int) -> ServiceIdentity {
        .tcp(Endpoint(IPAddress(v4: 0x0A00_0001 + UInt32(number)), port: 80))
    }

    private func server(_ number: Int) -> RealServer {
        RealServer(Endpoint(IPAddress(v4: 0x0A01_0001 + UInt32(number)), port: 80))
    }

    private func fill(services: Int, servers: Int) throws {
        let changes = (0..<services).flatMap { number -> [Change] in
            [.addService(VirtualService(identity(number)))]
                + (0..<servers).map { .addServer(server($0), to: identity(number)) }
        }
        #expect(try table.apply(changes).isEmpty)
    }

    private func randomChanges(_ random: inout SeededGenerator) -> [Change] {
        var changes: [Change] = []
        for number in 0..<random.pick([16, 17, 40, 120]) {
            let endpoint = Endpoint(IPAddress(v4: 0x0A00_0001 + UInt32(number)), port: random.pick([0, 80]))
            let endpoint6 = Endpoint(IPAddress(v6: 0x2001_0DB8_0000_0000, UInt64(number)), port: 80)
            let mark = UInt32(number) + 1
            let identities: [ServiceIdentity] = [
                .tcp(endpoint), .udp(endpoint), .sctp(endpoint), .firewallMark(.max - mark, .ipv4),
                .tcp(endpoint), .tcp(endpoint6), .firewallMark(mark, .ipv6),
            ]
            let identity = random.pick(identities)
            var service = VirtualService(
                identity,
                scheduler: random.pick([.roundRobin, .maglevHashing, .none])
            )
            service.flags = ServiceFlags(rawValue: UInt32(truncatingIfNeeded: random.next() & 0x3D))
            service.timeout = random.pick([0, 1, 360, 2_678_400])
            if identity.family == .ipv4 {
                service.netmask = .ipv4(random.pick([.max, 0xFFFF_FF00, 0, 0xFF00_FF00]))
            }
            if random.oneIn(4) { service.engine = "sip" }
            changes.append(.addService(service))
            let tunnels = random.oneIn(4)
            for host in 0..<random.pick([0, 1, 2, 9, 9, 50, 300]) {
                changes.append(
                    .addServer(randomServer(host, identity.family, tunnels, &random), to: identity)
                )
            }
        }
        return changes
    }

    private func randomServer(
        _ number: Int,
        _ family: AddressFamily,
        _ tunnels: Bool,
        _ random: inout SeededGenerator
    ) -> RealServer {
        let isOther = tunnels && random.oneIn(9)
        let address =
            (family == .ipv4) != isOther
            ? IPAddress(v4: 0x0A01_0001 + UInt32(number))
            : IPAddress(v6: 0x2001_0DB8_0001_0000, UInt64(number) + 1)
        var server = RealServer(Endpoint(address, port: random.pick([0, 80, 65535])))
        let methods: [ForwardingMethod] = [
            .masquerade, .directRouting, .local, .bypass, ForwardingMethod(rawValue: 5),
            ForwardingMethod(rawValue: 7),
        ]
        server.method = isOther || tunnels && random.oneIn(9) ? .tunnel : random.pick(methods)
        server.weight = random.pick([0, 1, 65536, 2_147_483_647])
        server.upperThreshold = random.pick([0, 0, 100, .max])
        server.lowerThreshold = min(server.upperThreshold, random.pick([0, 7, .max]))
        if random.oneIn(5) { server.tunnel = Tunnel(type: .gue, port: 6080, flags: .checksum) }
        return server
    }

    @Test("Netlink and getsockopt agree on random tables")
    func bothInterfaces() throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var counts = (services: 0, servers: 0, byNetlink: 0)
        for round in 0..<12 {
            try table.perform(.clear)
            _ = try table.send(randomChanges(&random))
            let (fast, plain, witness) = try readings()
            #expect(difference(fast, plain) == nil, "seed \(seed), round \(round)")
            // What cannot be seen, and what follows a service that was read by netlink and has tunnels.
            var byNetlink: Set<ServiceIdentity> = []
            var followsTunnels = false
            for service in fast {
                let hasTunnels = service.servers.contains { $0.configuration.method == .tunnel }
                guard followsTunnels || hasTunnels || service.identity.family == .ipv6 else { continue }
                byNetlink.insert(service.identity)
                followsTunnels = hasTunnels
            }
            #expect(witness.services == byNetlink, "seed \(seed), round \(round)")
            counts.services += plain.count
            counts.servers += plain.reduce(0) { $0 + $1.servers.count }
            counts.byNetlink += byNetlink.count
        }
        print("\(counts)")
        #expect(counts.services > 200 && counts.servers > 3000 && counts.byNetlink > 20)
        #expect(counts.byNetlink < counts.services)
    }

    @Test("Long lists are read at once and in order")
    func longLists() throws {
        try fill(services: 300, servers: 1)
        #expect(try table.apply((1..<5000).map { .addServer(server($0), to: identity(7)) }).isEmpty)
        let (fast, plain, witness) = try readings()
        #expect(difference(fast, plain) == nil)
        #expect(fast.first { $0.identity == identity(7) }?.servers.count == 5000)
        #expect(witness.services.isEmpty)
        // No second time to compare: the other interface shows one moment. From Linux 7 on, services of IPv6
        // could have been missed.
        #expect(witness.listingCount == (KernelRelease.major < 7 ? 1 : 2))
    }

    @Test("One wide service is not read by netlink, alone or in a table")
    func service_ofManyServersIsReadAtOnce() throws {
        try fill(services: 1, servers: 3000)
        let (fast, plain, witness) = try readings()
        #expect(difference(fast, plain) == nil)
        #expect(witness.services.isEmpty)
        let table = KernelTable(kernelBehind: witness)
        let service = try table.snapshot(of: identity(0), reading: .withoutCounters, unrest: .isError)?
            .services
            .first
        #expect(service == plain.first)
        #expect(witness.services.isEmpty)
        // A server that is not shown there is not lost.
        let here = Endpoint(IPAddress(v6: 0x2001_0DB8_0001_0000, 1), port: 80)
        try table.perform(.addServer(RealServer(here, method: .tunnel), to: identity(0)))
        #expect(
            try table.snapshot(of: identity(0), reading: .withoutCounters, unrest: .isError)?
                .services.first?.servers.count == 3001
        )
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    @Test("A service that is added and deleted all the time does not keep others from being read")
    func snapshot_isNotStarvedByAnotherService() throws {
        try fill(services: 4000, servers: 1)
        let isOver = Flag()
        let writer = Thread { [identity = identity(9999)] in
            let table = KernelTable()
            while !isOver.value.load(ordering: .relaxed) {
                try? table.perform(.addService(VirtualService(identity)))
                usleep(5000)
                try? table.perform(.deleteService(identity))
                usleep(5000)
            }
        }
        writer.start()
        defer { isOver.value.store(true, ordering: .relaxed) }
        var successes = 0
        for _ in 0..<5 {
            guard let snapshot = try? table.snapshot(reading: .withoutCounters) else { continue }
            successes += 1
            let counts = snapshot.services.filter { $0.identity != identity(9999) }.map(\.servers.count)
            #expect(counts == [Int](repeating: 1, count: 4000))
        }
        // Before, none of them.
        #expect(successes >= 3)
    }

    @Test(
        "Changes by other programs are noticed",
        arguments: [
            // Before the first service, and behind it, when the numbers of servers are known already.
            true, false,
        ]
    )
    func concurrentWriter(isBefore: Bool) throws {
        var other = VirtualService(identity(5))
        other.persistence = Persistence(timeout: 99, netmask: .host(.ipv4))
        let here = Endpoint(IPAddress(v6: 0x2001_0DB8_0001_0000, 1), port: 80)
        let disturbances: [[Change]] = [
            [.deleteService(identity(5))],
            [.addService(VirtualService(identity(777)))],
            [.addServer(server(5), to: identity(5))],
            [.deleteServer(server(0).endpoint, from: identity(5))],
            [.deleteServer(server(0).endpoint, from: identity(5)), .addServer(server(9), to: identity(5))],
            [.editService(other)],
            // One more that can be seen, for one that cannot: as many as there were.
            [.addServer(server(5), to: identity(6))],
            [.addServer(RealServer(here, method: .tunnel), to: identity(5))],
        ]
        for (number, changes) in disturbances.enumerated() {
            try table.perform(.clear)
            try fill(services: 120, servers: 2)
            try table.perform(.addServer(RealServer(here, method: .tunnel), to: identity(6)))
            let before = try readings().plain
            var isDone = false
            let disturb = { [table] in
                guard !isDone else { return }
                isDone = true
                #expect((try? table.apply(changes))?.isEmpty == true)
            }
            let (found, after, _) =
                try isBefore ? readings(meanwhile: disturb) : readings(behindFirst: disturb)
            #expect(isDone)
            #expect(
                isOneMoment(found, [before, after]),
                "disturbance \(number)"
            )
        }
    }

    /// Whether the services are those of one of two tables, and so are the servers of each service.
    private func isOneMoment(_ found: [ObservedService], _ tables: [[ObservedService]]) -> Bool {
        let configurations = Set(found.map(\.configuration))
        return configurations.count == found.count
            && tables.contains { Set($0.map(\.configuration)) == configurations }
            && found.allSatisfy { service in
                tables.contains {
                    $0.contains { $0.identity == service.identity && $0.servers == service.servers }
                }
            }
    }
}
