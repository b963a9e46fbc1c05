import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct ConnectionReaderTests {
    private static let header =
        "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n"
    private static let syncHeader =
        "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Origin Expires\n"

    // As Linux 6.1 wrote them.
    private static let lines = [
        "TCP 0A000001 9C43 0A00000A 0050 0A000001 1F90 TIME_WAIT       114",
        "UDP 0A000001 0000 0A00000A 13C4 0A000001 13C4 ASSURED         294 sip a84b4c76e66710@pc33.example.test",
        "TCP 2001:0db8:0000:0000:0000:0000:0000:0001 9C45 2001:0db8:0000:0000:0000:0000:0000:0010 0050 "
            + "0A000001 1F90 ESTABLISHED     894",
        "IP  0A000001 0000 00000007 0000 0A000001 0000 ASSURED         114",
        "IP  2001:0db8:0000:0000:0000:0000:0000:0001 0000 0000:0007:0000:0000:0000:0000:0000:0000 0000 "
            + "2001:0db8:0000:0000:0000:0000:0000:0001 0000 NONE            114",
    ]

    private static func sync(_ line: String, _ origin: String) -> String {
        let fields = line.split(separator: " ", maxSplits: 9, omittingEmptySubsequences: true)
        return fields[0..<8].joined(separator: " ") + " \(origin)  " + fields[8]
    }

    /// Writes both files and reads them.
    private static func read(_ conn: String, sync: String? = nil) throws -> [Connection] {
        try readAll(conn, sync: sync).found
    }

    /// What a kernel with a persistence engine has loaded.
    private static let engine =
        "ip_vs_pe_sip 16384 0 - Live 0x0\nip_vs 200704 3 ip_vs_rr,ip_vs_pe_sip, Live 0x0\n"

    /// Writes the files that there are and reads them; returns what they hold and which lines are not entries.
    private static func readAll(_ conn: String, sync: String? = nil, modules: String? = engine) throws
        -> (found: [Connection], unreadable: UnreadableLines?)
    {
        let folder = try ScratchFolder()
        _ = try folder.write(conn, to: "ip_vs_conn")
        if let sync { _ = try folder.write(sync, to: "ip_vs_conn_sync") }
        if let modules { _ = try folder.write(modules, to: "modules") }
        var found: [Connection] = []
        let detail: TableDetail = sync == nil ? .withoutCounters : .withCounters
        let unreadable = try ConnectionReader.forEach(
            in: folder.path,
            modules: folder.file("modules"),
            reading: detail
        ) {
            found.append($0)
            return true
        }
        return (found, unreadable)
    }

    private static func endpoint(_ address: String, _ port: UInt16) throws -> Endpoint {
        Endpoint(try #require(IPAddress(address)), port: port)
    }

    @Test("The kernel's lines are read")
    func lines() throws {
        let found = try Self.read(Self.header + Self.lines.joined(separator: "\n") + "\n")
        let (client, client6) = ("10.0.0.1", "2001:db8::1")
        #expect(
            try found == [
                Connection(
                    protocolName: "TCP",
                    client: Self.endpoint(client, 40003),
                    target: .endpoint(Self.endpoint("10.0.0.10", 80)),
                    server: Self.endpoint("10.0.0.1", 8080),
                    state: "TIME_WAIT",
                    expires: 114
                ),
                Connection(
                    protocolName: "UDP",
                    client: Self.endpoint(client, 0),
                    target: .endpoint(Self.endpoint("10.0.0.10", 5060)),
                    server: Self.endpoint("10.0.0.1", 5060),
                    state: "ASSURED",
                    expires: 294,
                    engine: "sip",
                    engineData: Array("a84b4c76e66710@pc33.example.test".utf8)
                ),
                Connection(
                    protocolName: "TCP",
                    client: Self.endpoint(client6, 40005),
                    target: .endpoint(Self.endpoint("2001:db8::10", 80)),
                    server: Self.endpoint("10.0.0.1", 8080),
                    state: "ESTABLISHED",
                    expires: 894
                ),
                Connection(
                    protocolName: "IP",
                    client: Self.endpoint(client, 0),
                    target: .firewallMark(7),
                    server: Self.endpoint("10.0.0.1", 0),
                    state: "ASSURED",
                    expires: 114
                ),
                Connection(
                    protocolName: "IP",
                    client: Self.endpoint(client6, 0),
                    target: .firewallMark(7),
                    server: Self.endpoint(client6, 0),
                    state: "NONE",
                    expires: 114
                ),
            ]
        )
        #expect(found.map(\.isTemplate) == [false, true, false, true, true])
    }

    @Test("The origin comes from the second file")
    func origin() throws {
        let sync = zip(Self.lines, ["LOCAL", "SYNC ", "LOCAL", "SYNC", "LOCAL"]).map(Self.sync)
        let found = try Self.read(
            Self.header + Self.lines.joined(separator: "\n"),
            sync: Self.syncHeader + sync.joined(separator: "\n")
        )
        #expect(found.map(\.origin) == [.local, .synced, .local, .synced, .local])
        #expect(found[1].engine == "sip")
    }

    @Test(
        "Without an engine only the file with the origins is read; the other one where there may be one",
        arguments: [
            ("ip_vs_rr 16384 1 - Live 0x0\nip_vs 200704 3 ip_vs_rr, Live 0x0\n", false), (engine, true),
            ("nf_conntrack 200704 1 - Live 0x0\n", true), ("ip_vs_rr 16384 1 - Live 0x0\n", true), ("", true),
            (nil, true),
        ] as [(String?, Bool)]
    )
    func engine_decidesOnTheFile(modules: String?, isEngineRead: Bool) throws {
        let sync = Self.sync(Self.lines[1], "SYNC")
        let found = try Self.readAll(
            Self.header + Self.lines[1],
            sync: Self.syncHeader + sync,
            modules: modules
        ).found
        #expect(found.map(\.origin) == [.synced])
        #expect(found.map(\.expires) == [294])
        #expect(found.map { $0.engine != nil } == [isEngineRead])
    }

    /// A table of so many entries; those whose number `isThere` denies are missing.
    private static func table(_ count: Int, _ header: String, _ origin: String?, _ isThere: (Int) -> Bool)
        -> String
    {
        header
            + (0..<count).filter(isThere).map { number in
                let client = String(number + 0x0A00_0000, radix: 16, uppercase: true)
                let address = String(repeating: "0", count: 8 - client.count) + client
                let line = "TCP \(address) 9C43 0A00000A 0050 0A000001 1F90 ESTABLISHED     894"
                return origin.map { Self.sync(line, $0) } ?? line
            }.joined(separator: "\n")
    }

    @Test("Entries that come and go between the files disturb no others")
    func changingEntries() throws {
        let found = try Self.read(
            Self.table(5000, Self.header, nil) { $0 % 97 != 5 },
            sync: Self.table(5000, Self.syncHeader, "LOCAL") { $0 % 89 != 7 && !(1000..<1100).contains($0) }
        )
        #expect(found.count == (0..<5000).count { $0 % 97 != 5 })
        for connection in found {
            let number = Int(connection.client.address.bits32) - 0x0A00_0000
            let isKnown = number % 89 != 7 && !(1000..<1100).contains(number)
            #expect((connection.origin == .local) == isKnown, "entry \(number)")
        }
    }

    @Test("Reading stops when told to")
    func stop() throws {
        let folder = try ScratchFolder()
        _ = try folder.write(Self.table(1000, Self.header, nil) { _ in true }, to: "ip_vs_conn")
        var count = 0
        _ = try ConnectionReader.forEach(in: folder.path, reading: .withoutCounters) { _ in
            count += 1
            return count < 10
        }
        #expect(count == 10)
    }

    @Test("Engine data may hold any bytes")
    func engineData() throws {
        let line = "UDP 0A000001 0000 0A00000A 13C4 0A000001 13C4 NONE            298 sip  a b \t"
        #expect(
            try Self.read(Self.header + line + "\n").first?.engineData
                == Array(" a b \t".utf8)
        )
        let long = String(repeating: "M", count: 100_000)
        let found = try Self.read(Self.header + line + long + "\n")
        #expect(found.first?.engineData.count == 100_006)
    }

    @Test("A file without the names of its columns is not read", arguments: ["", "Hello\n"])
    func header_isNeeded(text: String) throws {
        let found = text.isEmpty ? "" : "Hello"
        let error = try #require(throws: TableError.self) { try Self.read(text) }
        #expect("\(error)".hasSuffix("ip_vs_conn: malformed reply: line 1 has '\(found)' in column Pro"))
    }

    private static let wrong: [(String, String)] = [
        ("\(header)\n", "line 2 has '' in column Pro"), ("\(header)TCP", "line 2 has '' in column FromIP"),
        ("\(header)TCP 0A00000 9C43", "line 2 has '0A00000' in column FromIP"),
        ("\(header)TCP 0A0000011 9C43", "line 2 has '0A0000011' in column FromIP"),
        ("\(header)TCP 0A00000G 9C43", "line 2 has '0A00000G' in column FromIP"),
        (
            "\(header)TCP 2001:0db8:0000:0000:0000:0000:0000-0001 9C45",
            "line 2 has '2001:0db8:0000:0000:0000:0000:0000-0001' in column FromIP"
        ),
        ("\(header)TCP 0A000001 19C43 0A00000A", "line 2 has '19C43' in column FromIP"),
        ("\(header)\(lines[0])\n\(lines[0].dropLast(3))", "line 3 has '' in column Expires"),
        ("\(header)\(lines[0])99999999", "line 2 has '11499999999' in column Expires"),
        ("\(header)\(lines[0])x", "line 2 has '114x' in column Expires"),
        ("\(header)AVERYLONGPROTOCOL 0A000001", "line 2 has 'AVERYLONGPROTOCOL' in column Pro"),
        ("\(header)\(lines[0]) averylongenginename x", "line 2 has 'averylongenginename' in column PEName"),
        ("\(syncHeader)\(lines[0])", "line 2 has '114' in column Origin"),
    ]

    @Test("A line that is no entry is named", arguments: wrong)
    func oddLine(text: String, message: String) throws {
        let unreadable = try #require(try Self.readAll(text).unreadable)
        #expect(unreadable.count == 1)
        #expect("\(unreadable)".hasSuffix("ip_vs_conn is not an entry and is left out (\(message))"))
    }

    @Test("A line that is not an entry is left out and counted, and never ends the list")
    func unreadableLine_isCounted() throws {
        let long = "TCP " + String(repeating: "x", count: 3 << 20)
        let odd = ["y", "\u{1B}]0;a-long-title\u{7} z", long, ""]
        let conn = [
            Self.lines[0], odd[0], odd[1], Self.lines[1], odd[2], Self.lines[2], odd[3], Self.lines[3],
        ]
        let sync = [Self.sync(Self.lines[0], "LOCAL"), "odd", Self.sync(Self.lines[1], "SYNC")]
        let (found, unreadable) = try Self.readAll(
            Self.header + conn.joined(separator: "\n") + "\n",
            sync: Self.syncHeader + sync.joined(separator: "\n")
        )
        #expect(found.map(\.protocolName) == ["TCP", "UDP", "TCP", "IP"])
        #expect(found.map(\.origin) == [.local, .synced, nil, nil])
        #expect(unreadable?.count == 4)
        #expect(unreadable?.description.hasPrefix("4 lines of ") == true)
        #expect(
            unreadable?.description.hasSuffix(
                " are not entries and are left out (the first: line 3 has '' in column FromIP)"
            ) == true
        )
        for (line, message) in [
            (odd[1], "has '?]0;a-long-title?' in column Pro"), (long, "has more than 1024 KiB"),
        ] {
            #expect(try Self.readAll(Self.header + line).unreadable?.first.description == "line 2 \(message)")
        }
    }

    @Test("Without /proc the kernel's IPVS is not blamed")
    func missingFolder_isSaid() throws {
        let error = try #require(throws: TableError.self) {
            try ConnectionReader.forEach(in: "/nonexistent/net") { _ in true }
        }
        #expect(
            "\(error)" == "cannot read /nonexistent/net/ip_vs_conn: no such file or directory (ENOENT) "
                + "(is /proc mounted?)"
        )
    }

    @Test("Without the module there is no table")
    func noModule() throws {
        let folder = try ScratchFolder()
        #expect(throws: TableError.unavailable(.noModule)) {
            try ConnectionReader.forEach(in: folder.path) { _ in true }
        }
    }

    @Test("Damaged lines do not crash")
    func damage() throws {
        var random = SeededGenerator(seed: 3)
        let whole = Array((Self.header + Self.lines.joined(separator: "\n") + "\n").utf8)
        for round in 0..<300 {
            var bytes = whole
            for _ in 0...random.next() % 4 {
                bytes[Int(random.next() % UInt64(bytes.count))] = random.pick([0, 10, 32, 48, 70, 255, 58])
            }
            let folder = try ScratchFolder()
            try Data(bytes).write(to: URL(fileURLWithPath: folder.file("ip_vs_conn")))
            do throws(TableError) {
                _ = try ConnectionReader.forEach(in: folder.path, reading: .withoutCounters) { _ in true }
            } catch {
                guard case .malformedReply = error else {
                    Issue.record("round \(round): \(error)")
                    return
                }
            }
        }
    }
}
