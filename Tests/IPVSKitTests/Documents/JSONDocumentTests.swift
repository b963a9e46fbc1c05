import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct JSONDocumentTests {
    private static func read(_ text: String) -> TableDocument {
        TableDocument.read(Array(text.utf8), file: "table.json")
    }

    private static func text(_ table: TableConfiguration) -> String {
        String(decoding: TableDocument.write(table, as: .json), as: UTF8.self)
    }

    @Test("The smallest document holds nothing and has no findings")
    func smallestDocument() {
        let document = Self.read("{\"version\": 1}")
        #expect(document == TableDocument(format: .json, configuration: TableConfiguration()))
        #expect(document.configuration.daemons == nil && document.configuration.timeouts == nil)
    }

    @Test("Missing keys have their defaults")
    func defaults() {
        let document = Self.read(
            """
            {"version": 1, "timeouts": {"udp": 5}, "daemons": [{"interface": "eth0", "role": "backup"}], "services": [
              {"servers": [{"port": 8080, "address": "10.0.0.2"}], "port": 80, "address": "10.0.0.1", "protocol": "tcp"},
              {"mark": 5, "persistence": {}},
              {"mark": 5, "family": "ipv6", "persistence": {"netmask": 64}},
              {"mark": 6, "persistence": {"enabled": false}},
              {"mark": 7, "persistence": {"netmask": 24, "timeout": 60}}
            ]}
            """
        )
        #expect(document.diagnostics == [])
        var sticky = VirtualService(.firewallMark(5, .ipv4))
        sticky.persistence = Persistence(timeout: 360, netmask: .ipv4(.max))
        var sticky6 = VirtualService(.firewallMark(5, .ipv6))
        sticky6.persistence = Persistence(timeout: 360, netmask: .ipv6(64))
        var masked = VirtualService(.firewallMark(7, .ipv4))
        masked.persistence = Persistence(timeout: 60, netmask: .ipv4(0xFFFF_FF00))
        let server = RealServer(Endpoint(IPAddress(v4: 0x0A00_0002), port: 8080))
        #expect(
            document.configuration
                == TableConfiguration(
                    services: [
                        ServiceConfiguration(
                            VirtualService(.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))),
                            servers: [server]
                        ),
                        ServiceConfiguration(sticky), ServiceConfiguration(sticky6),
                        ServiceConfiguration(VirtualService(.firewallMark(6, .ipv4))),
                        ServiceConfiguration(masked),
                    ],
                    timeouts: ConnectionTimeouts(udp: 5),
                    daemons: [SyncDaemon(.backup, interface: "eth0")]
                )
        )
    }

    @Test("Keys may be escaped, and repeated in other objects")
    func keys() {
        let document = Self.read(
            #"{"\u0076ersion": 1, "services": [{"mark": 1, "\u0066amily": "\u0069pv6"}]}"#
        )
        #expect(document.diagnostics == [])
        #expect(document.configuration.services[.firewallMark(1, .ipv6)] != nil)
    }

    @Test("An unusual table is written as recorded")
    func writing() {
        let mismatch = Golden.mismatch(Self.text(.odd), "JSON/odd-table.json")
        #expect(mismatch == nil)
    }

    @Test("An unusual table is read back unchanged")
    func roundTrip() {
        let document = Self.read(Self.text(.odd))
        #expect(document.configuration == .odd)
        #expect(!document.hasErrors, "\(document.diagnostics)")
    }

    @Test(
        "Sync daemons are read back unchanged",
        arguments: [
            SyncDaemon(.backup, interface: "eth0"),
            SyncDaemon(
                .master,
                interface: "a\"b\u{E9}",
                syncID: 255,
                maximumLength: 65507,
                group: IPAddress(v6: 0xFF00_0000_0000_0000, 1),
                port: 8848,
                timeToLive: 255
            ),
            SyncDaemon(
                .master,
                interface: "lo",
                syncID: 256,
                group: IPAddress(v4: 0xE000_0051),
                port: 1,
                timeToLive: 1
            ),
        ]
    )
    func daemons(daemon: SyncDaemon) {
        let table = TableConfiguration(services: [], daemons: [daemon])
        #expect(Self.read(Self.text(table)).configuration == table)
    }

    @Test("Random tables are read back unchanged", arguments: 1...60)
    func randomTables(seed: UInt64) {
        let table = TableConfiguration.random(seed: seed, changes: 400)
        let document = Self.read(Self.text(table))
        #expect(document.configuration == table, "seed \(seed)")
        #expect(!document.hasErrors, "seed \(seed): \(document.diagnostics)")
    }

    @Test("A listing is read like a document", arguments: 1...20)
    func listing(seed: UInt64) {
        let table = TableConfiguration.random(seed: seed, changes: 200)
        var writer = JSONWriter(.compact)
        writer.write(table.observed, info: KernelInfo(version: 0x010201, connectionTableSize: 4096)) { _ in }
        let document = TableDocument.read(writer.bytes, file: "list")
        #expect(document.configuration == table, "seed \(seed)")
    }

    @Test("Damaged documents do not crash", arguments: 1...40)
    func damage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = Array(Self.text(.random(seed: seed, changes: 60)).utf8)
        let pieces = [
            "\"", "{", "}", "[", "]", ",", ":", "1", "-", "\\", "\n", "null", "99999999999", "\u{E9}",
        ]
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0...random.next() % 3 {
                let start = Int(random.next() % UInt64(bytes.count))
                let end = min(bytes.count, start + Int(random.next() % 8))
                bytes.replaceSubrange(start..<end, with: Array(random.pick(pieces).utf8))
            }
            let document = TableDocument.read(bytes, file: "x")
            guard !document.hasErrors, document.format == .json else { continue }
            let again = Self.read(Self.text(document.configuration))
            #expect(again.configuration == document.configuration, "seed \(seed)")
        }
    }

    @Test("Findings are limited in number and time", .timeLimit(.minutes(1)))
    func findingLimit() {
        let services = String(repeating: "{\"mark\": 1, \"mork\": 2},\n", count: 10_000) + "{\"mark\": 1}"
        let document = Self.read("{\"version\": 1, \"services\": [\n\(services)]}")
        #expect(document.hasErrors)
        #expect(document.diagnostics.count == 1001)
        #expect(document.diagnostics.last?.message.contains("more") == true)
    }

    @Test("The time for many servers of one service is linear", .timeLimit(.minutes(1)))
    func manyServers() {
        let servers = (0..<10_000).map {
            "{\"address\": \"10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)\", \"port\": 1}"
        }
        let repeated = servers + servers
        let text =
            "{\"version\": 1, \"services\": [{\"mark\": 1, \"servers\": [\n\(repeated.joined(separator: ",\n"))]}]}"
        let document = Self.read(text)
        #expect(
            document.diagnostics.first?.description.contains("10.0.0.0:1 is there already, on line 2") == true
        )
    }

    @Test("JSON and rules are told apart")
    func formats() {
        #expect(TableDocument.Format(of: Array(" \n{".utf8)) == .json)
        #expect(TableDocument.Format(of: Array("[".utf8)) == .json)
        #expect(TableDocument.Format(of: Array("# {\n-A".utf8)) == .rules)
        #expect(TableDocument.Format(of: []) == .rules)
        #expect(TableDocument.Format(ofFile: "a.rules") == .rules)
        #expect(TableDocument.Format(ofFile: "/etc/table.json") == .json)
    }
}

extension TableConfiguration {
    /// The table as a kernel would report it, with a number in each counter.
    fileprivate var observed: TableSnapshot {
        var statistics = Statistics()
        statistics.incomingBytes = .max
        statistics.connectionRate = 7
        return TableSnapshot(
            services: services.map { entry in
                ObservedService(
                    entry.service,
                    statistics: statistics,
                    servers: entry.servers.reversed().map {
                        ObservedServer(
                            $0,
                            connections: ConnectionCounts(active: .max),
                            statistics: statistics
                        )
                    }
                )
            },
            timeouts: timeouts,
            daemons: daemons
        )
    }
}
