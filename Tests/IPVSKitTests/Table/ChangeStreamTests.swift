import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct ChangeStreamTests {
    private static let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    private static func server(_ number: Int) -> RealServer {
        RealServer(Endpoint(IPAddress(v4: 0xAC10_0000 + UInt32(number)), port: 80), method: .masquerade)
    }

    // The macro takes no value that cannot be copied.
    private func expectEmpty(_ stream: borrowing ChangeStream) {
        let isEmpty = stream.isEmpty
        #expect(isEmpty)
    }

    @Test("A full batch is sent at once")
    func fullBatches() throws {
        let kernel = FakeKernel()
        var stream = ChangeStream(kernel.table())
        expectEmpty(stream)
        try stream.add(.addService(VirtualService(Self.identity)), tag: 0) { _, _ in }
        for number in 1..<MessageBatch.messageLimit - 1 {
            try stream.add(.addServer(Self.server(number), to: Self.identity), tag: number) { _, _ in }
        }
        #expect(kernel.requestCount == 0)
        try stream.add(.addServer(Self.server(0), to: Self.identity), tag: 0) { _, _ in }
        #expect(kernel.requestCount == MessageBatch.messageLimit)
        expectEmpty(stream)
    }

    /// Plans count on it: they end their pieces by the number of changes alone.
    @Test("A batch of the longest messages is not too long")
    func longMessages() throws {
        let address = try #require(IPAddress("2001:db8::1"))
        var service = VirtualService(
            .tcp(Endpoint(address, port: 80)),
            scheduler: Scheduler(rawValue: "fifteen-letters")
        )
        service.persistence = Persistence(timeout: 360, netmask: .ipv6(64), engine: "fifteen-letters")
        let server = RealServer(
            Endpoint(address, port: 80),
            method: .tunnel,
            tunnel: Tunnel(type: .gue, port: 6080, flags: .checksum)
        )
        for change in [Change.addService(service), .addServer(server, to: service.identity)] {
            var batch = MessageBatch()
            for _ in 1..<MessageBatch.messageLimit { batch.append(change) }
            let isFull = batch.isFull
            #expect(!isFull)
        }
    }

    @Test("Refused changes are named")
    func refusals() throws {
        let kernel = FakeKernel()
        let count = 1000
        // Everything is added twice, in turns.
        var stream = ChangeStream(kernel.table())
        var refused: [Int] = []
        for number in 0..<count {
            let change =
                number < 2
                ? Change.addService(VirtualService(Self.identity))
                : .addServer(Self.server(number / 2), to: Self.identity)
            try stream.add(change, tag: number * 10) { tag, refusal in
                #expect(refusal.errno == .exists)
                refused.append(tag)
            }
        }
        try stream.flush { tag, _ in refused.append(tag) }
        try stream.flush { _, _ in Issue.record("nothing was left") }
        #expect(refused == stride(from: 1, to: count, by: 2).map { $0 * 10 })
        #expect(kernel.configuration.services[Self.identity]?.servers.count == count / 2 - 1)
    }

    @Test("Daemons are stopped in their turn")
    func daemons() throws {
        let kernel = FakeKernel()
        kernel.isSilentAboutStops = true
        var stream = ChangeStream(kernel.table())
        var refused: [Int] = []
        let start = Change.startDaemon(SyncDaemon(.master, interface: "eth0"))
        for (tag, change) in [start, .stopDaemon(.master), .stopDaemon(.backup), start].enumerated() {
            try stream.add(change, tag: tag) { tag, _ in refused.append(tag) }
        }
        try stream.flush { tag, _ in refused.append(tag) }
        #expect(refused == [2])
        #expect(kernel.configuration.daemons?.count == 1)
    }

    @Test("A batch that was denied is not sent again")
    func deniedBatch() throws {
        let kernel = FakeKernel()
        kernel.refusals[0] = .operationNotPermitted
        var stream = ChangeStream(kernel.table())
        try stream.add(.clear, tag: 1) { _, _ in }
        #expect(throws: TableError.self) { try stream.flush { _, _ in } }
        expectEmpty(stream)
    }
}
