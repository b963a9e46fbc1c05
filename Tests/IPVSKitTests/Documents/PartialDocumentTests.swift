import IPVSKit
import IPVSTestSupport
import Testing

/// Documents that do not show a whole table, and those of which not everything can be read.
@Suite struct PartialDocumentTests {
    private static func read(_ text: String) -> TableDocument {
        TableDocument.read(Array(text.utf8), file: "t")
    }

    @Test(
        "what a document shows is read as it was written",
        arguments: [
            (TableSelection(), TableCoverage.table),
            (TableSelection(services: ["tcp 10.0.0.1:80"]), .services),
            (TableSelection(servers: ["10.0.0.0/24"]), .servers),
            (TableSelection(services: ["fwmark 1"], servers: ["10.0.0.1"]), .servers),
        ]
    )
    func coverage(_ selection: TableSelection, _ coverage: TableCoverage) {
        let servers = (UInt32(1)...3).map { RealServer(Endpoint(IPAddress(v4: 0x0A00_0000 + $0), port: 0)) }
        let table = TableConfiguration(services: [
            ServiceConfiguration(VirtualService(.firewallMark(1, .ipv4)), servers: servers)
        ])
        for format in [TableDocument.Format.rules, .json] {
            let bytes = TableDocument.write(table, selection, as: format)
            let document = TableDocument.read(bytes, file: "t")
            #expect(document.coverage == coverage)
            #expect(document.configuration.services == table.services)
            #expect(document.diagnostics == [])
            #expect((document.definitionLines(in: bytes)[.coverage] != nil) == (coverage > .table))
        }
    }

    @Test(
        "a mark that is odd never makes a document whole",
        arguments: [
            ("{\"version\": 1, \"partial\": {}}", TableCoverage.services, 0),
            ("{\"version\": 1, \"partial\": true}", .table, 1),
            ("{\"version\": 1, \"partial\": null}", .table, 1),
            ("{\"version\": 1, \"settled\": true, \"not_visible\": [], \"estimation\": false}", .table, 0),
            ("{\"version\": 1, \"settled\": false}", .table, 1),
            ("{\"version\": 1, \"partial\": {\"server\": [\"10.0.0.1\"]}}", .services, 1),
            ("{\"version\": 1, \"partial\": {\"servers\": \"10.0.0.1\"}}", .servers, 1),
            ("{\"version\": 1, \"partial\": {\"servers\": [1]}}", .servers, 1),
            ("#: --partial servers\n#: --partial services\n", .servers, 0),
            ("  #:--partial  services \r\n", .services, 0), ("#: --partial tables\n", .table, 1),
            ("#: partial servers\n# --partial servers\n#: - a list\n", .table, 0),
            ("-C #: --partial servers\n-C # --partial servers\n", .table, 1), ("#: -P servers\n", .table, 1),
        ]
    )
    func oddMarks(_ text: String, _ coverage: TableCoverage, _ errors: Int) {
        let document = Self.read(text)
        #expect(document.coverage == coverage)
        #expect(document.diagnostics.count == errors)
    }

    @Test("what is wrong takes away no more than itself")
    func readableRest() {
        let rules = Self.read(
            "-A -f 1\n-a -f 1 -r 10.0.0.1 -m -w x\n-a -f 1 -r 10.0.0.2 -m\n-A -f 2\n-A -f 3 -s wr"
        )
        #expect(rules.hasErrors)
        // The last line may have been cut off.
        #expect(
            rules.configuration.services.map { "\($0.key) \($0.servers.count)" } == [
                "firewall mark 1 1", "firewall mark 2 0",
            ]
        )
        let json = Self.read(
            "{\"version\": 1, \"services\": [{\"mark\": 1, \"servers\": [{\"address\": \"10.0.0.1\"}, "
                + "{\"address\": \"10.0.0.2\", \"port\": 0}]}, {\"mark\": 2, \"scheduler\": 5}, {\"mark\": 3}"
        )
        #expect(json.hasErrors)
        #expect(
            json.configuration.services.map { "\($0.key) \($0.servers.count)" } == [
                "firewall mark 1 1", "firewall mark 3 0",
            ]
        )
    }

    @Test(
        "of JSON that is cut off, everything is used that is whole",
        arguments: [
            ("", ["firewall mark 1 2"]), ("}]}", ["firewall mark 1 2"]),
            (", {\"address\": \"10.0.0.3\", \"po", ["firewall mark 1 2"]),
            ("]}, {\"mark\": 2, \"scheduler\": \"rr\"", ["firewall mark 1 2"]),
            (
                "]}, {\"mark\": 2, \"servers\": [}, {\"mark\": 3}]}",
                ["firewall mark 1 2", "firewall mark 2 0"]
            ),
        ]
    )
    func cutJSON(_ rest: String, _ expected: [String]) {
        let document = Self.read(
            "{\"version\": 1, \"services\": [{\"mark\": 1, \"servers\": [{\"address\": \"10.0.0.1\", \"port\": 0}, "
                + "{\"address\": \"10.0.0.2\", \"port\": 0}" + rest
        )
        #expect(document.hasErrors)
        #expect(document.configuration.services.map { "\($0.key) \($0.servers.count)" } == expected)
    }

    @Test("a service that is cut off before its servers may lack settings, and is not used")
    func cutService() {
        let document = Self.read(
            "{\"version\": 1, \"services\": [{\"servers\": [{\"address\": \"10.0.0.1\", \"port\": 0}"
        )
        #expect(document.configuration.services.isEmpty)
        #expect(document.diagnostics.count == 1)
    }

    @Test("of two definitions the first counts, and the same again is only a warning")
    func repetitions() {
        let first = Self.read("-A -f 1 -s rr\n-A -f 1 -s rr\n-A -f 1 -s wrr\n")
        #expect(first.diagnostics.map(\.severity) == [.warning, .error])
        #expect(first.configuration.services.map(\.service.scheduler) == [.roundRobin])
        let json = Self.read(
            "{\"version\": 1, \"services\": [{\"mark\": 1, \"scheduler\": \"rr\"}, {\"mark\": 1, \"scheduler\": \"rr\"}, "
                + "{\"mark\": 1}]}"
        )
        #expect(json.diagnostics.map(\.severity) == [.warning, .error])
        #expect(json.configuration.services.map(\.service.scheduler) == [.roundRobin])
    }
}
