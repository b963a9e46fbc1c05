import IPVSTestSupport
import Testing

@testable import IPVSKit

/// What about a plan looks like a mistake.
@Suite struct HazardTests {
    private static let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    /// A service of servers with these numbers, beside enough others that nothing else is a mistake.
    private static func table(_ servers: some Sequence<UInt32>, weight: UInt32 = 1) -> TableConfiguration {
        func list(_ servers: some Sequence<UInt32>) -> [RealServer] {
            servers.map { RealServer(Endpoint(IPAddress(v4: $0), port: 80), weight: weight) }
        }
        let others = (UInt32(1)...9).map {
            ServiceConfiguration(VirtualService(.firewallMark($0, .ipv4)), servers: list(1...5))
        }
        return TableConfiguration(
            services: [ServiceConfiguration(VirtualService(identity), servers: list(servers))] + others
        )
    }

    @Test(
        "losing most servers of a service is a hazard, from three on",
        arguments: [
            (1...2, 1...1, nil), (1...3, 1...1, nil), (1...4, 1...2, nil), (1...4, 1...1, 3),
            (1...6, 1...3, nil), (1...6, 1...2, 4), (1...4, 5...8, nil), (1...4, 4...6, nil),
            (1...9, 1...2, 7),
        ] as [(ClosedRange<UInt32>, ClosedRange<UInt32>, Int?)]
    )
    func serversOfOneService(_ old: ClosedRange<UInt32>, _ new: ClosedRange<UInt32>, _ lost: Int?) {
        let (current, wanted) = (Self.table(old), Self.table(new))
        let hazards = Plan(from: current, to: wanted).hazards(for: current, wanting: wanted)
        #expect(hazards == (lost.map { [.shrinksService(Self.identity, count: $0, of: old.count)] } ?? []))
    }

    @Test("merging deletes nothing, and is judged by what comes out of it")
    func merging() {
        let current = Self.table(1...4)
        let wanted = TableConfiguration(services: [
            ServiceConfiguration(
                VirtualService(Self.identity, scheduler: .roundRobin),
                servers: [
                    RealServer(Endpoint(IPAddress(v4: 1), port: 80), weight: 0),
                    RealServer(Endpoint(IPAddress(v4: 9), port: 80)),
                ]
            )
        ])
        let plan = Plan(from: current, to: wanted, scope: .merged)
        #expect(plan.hazards(for: current, wanting: wanted, .merged) == [])
        var goal = current
        goal.services.modify(Self.identity) { service in
            service.service.scheduler = .roundRobin
            for server in wanted.services.flatMap({ Array($0.servers) }) {
                service.servers[server.endpoint] = server
            }
        }
        #expect(current.applying(plan).unordered == goal.unordered)
        #expect(Plan(from: goal, to: wanted, scope: .merged).isEmpty)
        // The last usable server may go this way as well.
        let one = Self.table(1...1)
        let drained = Self.table(1...1, weight: 0)
        let drain = Plan(from: one, to: drained, scope: .merged)
        #expect(drain.hazards(for: one, wanting: drained, .merged).contains(.noUsableServer(Self.identity)))
    }

    @Test("an empty document is a mistake only where there is something to lose")
    func emptyDocuments() {
        let empty = TableConfiguration()
        for scope in [Plan.Scope.whole, .named, .merged] {
            let plan = Plan(from: empty, to: empty, scope: scope)
            #expect(plan.hazards(for: empty, wanting: empty, scope) == [])
            let table = Self.table(1...1)
            let there = Plan(from: table, to: empty, scope: scope)
            #expect(there.hazards(for: table, wanting: empty, scope).contains(.emptyDocument))
        }
    }
}
