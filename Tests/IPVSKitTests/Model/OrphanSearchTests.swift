import Testing

@testable import IPVSKit

@Suite struct OrphanSearchTests {
    private static let virtual = IPAddress(v4: 0xC000_020A)
    private static let other = IPAddress(v4: 0xC000_020B)
    private static let one = IPAddress(v4: 0x0A00_0001)
    private static let two = IPAddress(v4: 0x0A00_0002)

    private static func service(_ identity: ServiceIdentity, _ servers: Endpoint...) -> ObservedService {
        ObservedService(
            VirtualService(identity, scheduler: .roundRobin),
            servers: servers.map { ObservedServer(RealServer($0)) }
        )
    }

    private static let search = OrphanSearch([
        service(.tcp(Endpoint(virtual, port: 80)), Endpoint(one, port: 8080)),
        service(.tcp(Endpoint(virtual, port: 21)), Endpoint(one, port: 21)),
        service(.udp(Endpoint(virtual, port: 0)), Endpoint(one, port: 0)),
        service(.firewallMark(7, .ipv4), Endpoint(two, port: 443)),
        service(.firewallMark(8, .ipv4)),
        service(.firewallMark(9, .ipv6), Endpoint(one, port: 0)),
    ])

    /// A row: an entry, and whether it is an orphan.
    struct Row: CustomTestStringConvertible {
        var what: String
        var protocolName: KernelName = "TCP"
        var clientPort: UInt16 = 40_000
        var target: Connection.Target
        var server: Endpoint
        var isOrphan: Bool

        var testDescription: String { what }

        init(
            _ what: String,
            _ protocolName: KernelName,
            template: Bool = false,
            _ target: Connection.Target,
            _ server: Endpoint,
            orphan: Bool
        ) {
            (self.what, self.protocolName, self.target, self.server) = (what, protocolName, target, server)
            (clientPort, isOrphan) = (template ? 0 : 40_000, orphan)
        }
    }

    private static func called(_ port: UInt16, _ address: IPAddress = virtual) -> Connection.Target {
        .endpoint(Endpoint(address, port: port))
    }

    private static func all(_ address: IPAddress) -> Endpoint { Endpoint(address, port: 0) }
    private static func mark(_ number: UInt32) -> Connection.Target { .firewallMark(number) }
    private static let gone = IPAddress(v4: 3)

    static let rows = [
        Row("its server", "TCP", called(80), Endpoint(one, port: 8080), orphan: false),
        Row("its server as FTP may use it", "TCP", called(80), Endpoint(one, port: 8081), orphan: false),
        Row("a server that is gone", "TCP", called(80), Endpoint(gone, port: 8080), orphan: true),
        Row("a service that is gone", "SCTP", called(80), Endpoint(one, port: 8080), orphan: true),
        Row("an address that is gone", "TCP", called(80, other), Endpoint(one, port: 8080), orphan: true),
        Row("a service for every port", "UDP", called(5060), Endpoint(one, port: 5060), orphan: false),
        Row("its template", "UDP", template: true, called(0), all(one), orphan: false),
        Row("data of FTP", "TCP", called(20), Endpoint(one, port: 20), orphan: false),
        Row("a template of FTP", "TCP", template: true, called(0), all(one), orphan: false),
        Row("data of FTP, server gone", "TCP", called(20), Endpoint(gone, port: 20), orphan: true),
        Row("a mark's server", "TCP", called(443, other), Endpoint(two, port: 443), orphan: false),
        Row("a mark's server, other port", "TCP", called(80, other), Endpoint(two, port: 80), orphan: true),
        Row("a mark's template", "IP", template: true, mark(7), all(two), orphan: false),
        Row("of a mark without it", "IP", template: true, mark(8), all(two), orphan: true),
        Row("of another family", "IP", template: true, mark(9), all(one), orphan: true),
        Row("of a mark that is gone", "IP", template: true, mark(5), all(two), orphan: true),
    ]

    @Test("a connection is an orphan when no service that could have made it has its server", arguments: rows)
    func orphans(_ row: Row) {
        let connection = Connection(
            protocolName: row.protocolName,
            client: Endpoint(IPAddress(v4: 0xC633_6401), port: row.clientPort),
            target: row.target,
            server: row.server,
            state: "ESTABLISHED",
            expires: 10
        )
        #expect(Self.search.isOrphan(connection) == row.isOrphan)
    }
}
