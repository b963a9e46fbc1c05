import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct ProcTableTests {
    // As Linux 6.1 with 100 ticks a second wrote it.
    private static let listing = """
        IP Virtual Server version 1.2.1 (size=4096)
        Prot LocalAddress:Port Scheduler Flags
          -> RemoteAddress:Port Forward Weight ActiveConn InActConn
        UDP  0A000001:0035 rr ops \u{20}
        TCP  0A000009:0035 rr \u{20}
          -> [2001:0db8:0000:0000:0000:0000:0000:0002]:0035      Tunnel  1      0          0        \u{20}
          -> 0A020202:0035      Route   65536  3          2147483647
        UDP  [2001:0db8:0000:0000:0000:0000:0000:0001]:0035 sh persistent 10000 30000000
        FWM  00000007 rr persistent 12000 40000000
          -> [2001:0db8:0000:0000:0000:0000:0000:0002]:0050      Masq    1      0          0        \u{20}
        FWM  00000008 rr ops persistent 6000 FFFFFF00
        FWM  00000009 wlc\u{20}
          -> [2001:0db8:0000:0000:0000:0000:0000:0002]:0050      Local   0      0          0        \u{20}
        IP_47  0A000001:0000 wlc \u{20}

        """

    /// Calls `body` with a table whose file holds a text, or is missing, and with the path of the file.
    private static func with(
        _ text: String?,
        ticks: UInt32? = 100,
        _ body: (ProcTable, _ path: String) throws -> Void
    ) throws {
        let folder = try ScratchFolder()
        if let text { _ = try folder.write(text, to: "ip_vs") }
        try body(ProcTable(folder: folder.path, ticksPerSecond: ticks), folder.file("ip_vs"))
    }

    private static let expected: [VirtualService] = {
        let (address, address6) = (IPAddress(v4: 0x0A00_0001), IPAddress(v6: 0x2001_0DB8_0000_0000, 1))
        var packets = VirtualService(.udp(Endpoint(address, port: 53)), scheduler: .roundRobin)
        packets.isOnePacket = true
        let web = VirtualService(.tcp(Endpoint(IPAddress(v4: 0x0A00_0009), port: 53)), scheduler: .roundRobin)
        var prefix = VirtualService(.udp(Endpoint(address6, port: 53)), scheduler: .sourceHashing)
        prefix.persistence = Persistence(timeout: 100, netmask: .ipv6(48))
        var mark6 = VirtualService(.firewallMark(7, .ipv6), scheduler: .roundRobin)
        mark6.persistence = Persistence(timeout: 120, netmask: .ipv6(64))
        var mark = VirtualService(.firewallMark(8, .ipv4), scheduler: .roundRobin)
        mark.persistence = Persistence(timeout: 60, netmask: .ipv4(0xFFFF_FF00))
        mark.isOnePacket = true
        let guessed = VirtualService(.firewallMark(9, .ipv6))
        let other = VirtualService(.endpoint(ServiceProtocol(rawValue: 47), Endpoint(address, port: 0)))
        return [packets, web, prefix, mark6, mark, guessed, other]
    }()

    @Test("The kernel's lines are read")
    func lines() throws {
        let server = Endpoint(IPAddress(v6: 0x2001_0DB8_0000_0000, 2), port: 53)
        try Self.with(Self.listing) { table, _ throws in
            let snapshot = try table.snapshot()
            #expect(snapshot.services.map(\.configuration) == Self.expected)
            #expect(snapshot.timeouts == nil && snapshot.daemons == nil)
            #expect(
                snapshot.services[1].servers == [
                    ObservedServer(RealServer(server, method: .tunnel)),
                    ObservedServer(
                        RealServer(Endpoint(IPAddress(v4: 0x0A02_0202), port: 53), weight: 65536),
                        connections: ConnectionCounts(active: 3, inactive: 2_147_483_647)
                    ),
                ]
            )
            #expect(snapshot.services[5].servers.map(\.configuration.method) == [.local])
            #expect(try table.info() == KernelInfo(version: 0x010201, connectionTableSize: 4096))
            #expect(try table.service(.firewallMark(8, .ipv4))?.configuration == Self.expected[4])
            #expect(try table.service(.firewallMark(8, .ipv6)) == nil)
        }
    }

    @Test("Without the tick rate, persistence timeouts are unknown")
    func unknownTickRate() throws {
        try Self.with(Self.listing, ticks: nil) { table, _ throws in
            let snapshot = try table.snapshot()
            #expect(snapshot.services[2].configuration.timeout == 0)
            #expect(table.omissions.contains("persistence timeouts"))
        }
    }

    @Test("The tick rate is found")
    func tickRate() throws {
        let folder = try ScratchFolder()
        #expect(ProcTable.ticks(in: folder.path) == nil)
        for (cost, burst, ticks) in [
            ("250\n", "1250\n", 250 as UInt32?), ("250\n", "1000\n", nil), ("7\n", "35\n", nil),
            ("", "", nil),
        ] {
            _ = try folder.write(cost, to: "error_cost")
            _ = try folder.write(burst, to: "error_burst")
            #expect(ProcTable.ticks(in: folder.path) == ticks)
        }
    }

    @Test("Without the module there is no table")
    func noModule() throws {
        try Self.with(nil) { table, _ throws in
            #expect(throws: TableError.unavailable(.noModule)) { try table.snapshot() }
        }
    }

    private static let head = listing.split(separator: "\n")[0..<3].joined(separator: "\n") + "\n"

    private static let wrong: [(String, String)] = [
        ("Hello\n", "line 1 has 'Hello' in column title"),
        ("IP Virtual Server version 1.2\n", "line 1 has '1.2' in column version"),
        ("IP Virtual Server version 1.2.999 (size=1)\n", "line 1 has '1.2.999 (size=1)' in column version"),
    ]

    private static let odd: [(String, String)] = [
        (head + "TCQ  0A000001:0035 rr\n", "line 4 has 'TCQ' in column Prot"),
        (head + "TCP  0A000001:035 rr\n", "line 4 has '0A000001:035' in column LocalAddress:Port"),
        (head + "TCP  [0A000001:0035 rr\n", "line 4 has '[0A000001:0035' in column LocalAddress:Port"),
        (head + "TCP  []:0035 rr\n", "line 4 has '[]:0035' in column LocalAddress:Port"),
        (head + "TCP  0A000001:0035\n", "line 4 has '' in column Scheduler"),
        (head + "TCP  0A000001:0035 rr x\n", "line 4 has 'x' in column Flags"),
        (head + "TCP  0A000001:0035 rr persistent x\n", "line 4 has 'x' in column persistent"),
        (head + "FWM  x rr\n", "line 4 has 'x' in column LocalAddress:Port"),
        (head + "  -> 0A000001:0035      Masq    1      0          0\n", "line 4 has '' in column Prot"),
        (head + "TCP  0A000001:0035 rr\n  -> 0A000001:0035 Fly 1 0 0", "line 5 has 'Fly' in column Forward"),
        (head + "TCP  0A000001:0035 rr\n  -> 0A000001:0035 Masq 1 0", "line 5 has '' in column InActConn"),
    ]

    @Test("A wrong line is named", arguments: wrong)
    func wrongLine(text: String, message: String) throws {
        try Self.with(text) { table, path in
            var error: TableError?
            do throws(TableError) { _ = try table.snapshot() } catch let found { error = found }
            #expect(error?.description == "cannot read \(path): malformed reply: \(message)")
        }
    }

    @Test("a line that is odd is left out and counted", arguments: odd)
    func oddLine(text: String, message: String) throws {
        let next = (text.hasSuffix("\n") ? text : text + "\n") + "UDP  0A000009:0035 rr\n"
        try Self.with(next) { table, path in
            let snapshot = try table.snapshot()
            #expect(snapshot.services.last?.identity.description == "udp 10.0.0.9:53")
            #expect(snapshot.unreadable == UnreadableLines(file: path, count: 1, first: message))
        }
    }

    @Test("servers of a service that cannot be read are not those of the one before")
    func serversOfOddService() throws {
        let server = "  -> 0A000001:0035      Masq    1      0          0\n"
        let text =
            Self.head + "TCP  0A000001:0035 rr\n" + server + "TCQ  0A000002:0035 rr\n" + server + server
        try Self.with(text + "UDP  0A000009:0035 rr\n" + server) { table, path in
            let snapshot = try table.snapshot()
            #expect(snapshot.services.map(\.servers.count) == [1, 1])
            #expect(snapshot.unreadable?.count == 3)
            // Whether a service is there that cannot be read, nobody knows.
            let identity = ServiceIdentity.endpoint(.tcp, Endpoint(IPAddress("10.0.0.2")!, port: 53))
            let part = try table.snapshot(of: identity, reading: .withoutCounters, unrest: .isError)
            #expect(part?.services == [] && part?.unreadable?.count == 3)
        }
    }
}
