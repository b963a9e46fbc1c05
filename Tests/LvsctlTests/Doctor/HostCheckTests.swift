import IPVSKit
import Testing

@testable import lvsctl

@Suite struct HostCheckTests {
    /// The files of a host on which all is well.
    private static let files = [
        "/proc/net/fib_trie": """
        Main:
          +-- 0.0.0.0/0 3 0 5
             |-- 10.1.0.0
                /16 link UNICAST
        Local:
             |-- 10.0.0.1
                /32 host LOCAL
        """,
        "/proc/net/route": """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth0	0000010A	00000000	0001	0	0	0	0000FFFF	0	0	0
        eth0	0000020A	0100010A	0003	0	0	0	0000FFFF	0	0	0
        """,
        "/proc/net/ipv6_route": """
        fd000000000000000000000000000001 80 00000000000000000000000000000000 00 \
        00000000000000000000000000000000 00000000 00000001 00000000 80200001 lo
        fd010000000000000000000000000000 40 00000000000000000000000000000000 00 \
        00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0
        fd020000000000000000000000000000 40 00000000000000000000000000000000 00 \
        fd010000000000000000000000000009 00000100 00000001 00000000 00000003 eth0
        00000000000000000000000000000000 00 00000000000000000000000000000000 00 \
        00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo
        """,
        "/proc/sys/net/ipv4/ip_forward": "1\n", "/proc/sys/net/ipv6/conf/all/forwarding": "1\n",
        "/proc/sys/net/ipv4/vs/drop_entry": "0\n", "/proc/sys/net/ipv4/vs/drop_packet": "0\n",
        "/proc/sys/net/ipv4/vs/secure_tcp": "0\n", "/proc/sys/net/ipv4/vs/run_estimation": "1\n",
        "/proc/sys/net/ipv4/vs/conn_reuse_mode": "1\n",
        "/proc/sys/net/ipv4/vs/expire_quiescent_template": "0\n",
        "/sys/class/net/eth0/flags": "0x1003\n",
    ]

    /// A table as rules, and what differs in the files.
    struct Row: CustomTestStringConvertible {
        var rules: String
        var changed: [String: String?] = [:]
        var found: [String]

        var testDescription: String { rules + " " + changed.keys.sorted().joined(separator: " ") }
    }

    private static func diagnosis(_ row: Row, size: UInt32 = 4096) throws -> HostDiagnosis {
        let rules = row.rules.split(separator: ";").joined(separator: "\n") + "\n"
        let document = RulesDocument(rules)
        try #require(!document.hasErrors, "\(document.findings)")
        let files = files.merging(row.changed.compactMapValues { $0 }) { $1 }
        let facts = HostFacts(
            table: try FileTable(document.configuration).snapshot(),
            connectionTableSize: size
        ) {
            path throws(FileError) in
            guard let text = files[path], row.changed[path] != .some(nil) else {
                throw FileError(.read, path, .noSuchEntry)
            }
            return text
        }
        return HostDiagnosis(facts)
    }

    @Test("a service whose servers are held is mended by enabling one")
    func held() throws {
        let row = Row(rules: Self.web + "-a -t 10.0.0.1:80 -r 10.3.0.1:80 -i -w 0", found: [])
        let server = Endpoint(IPAddress(v4: 0x0A03_0001), port: 80)
        let service = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        let hold = Hold(
            Hold.Subject(server, of: service),
            weight: 5,
            reasons: [Hold.Reason("disk", by: "anna", since: 1)]
        )
        let document = RulesDocument(row.rules.split(separator: ";").joined(separator: "\n") + "\n")
        let facts = HostFacts(
            table: try FileTable(document.configuration).snapshot(),
            connectionTableSize: 4096,
            holds: HoldList([hold])
        ) { path throws(FileError) in throw FileError(.read, path, .noSuchEntry) }
        let mends = HostCheck.noUsableServer(facts).map(\.mend)
        #expect(mends == ["lvsctl enable -t 10.0.0.1:80 -r 10.3.0.1:80 --all-reasons"])
    }

    private static let web = "-A -t 10.0.0.1:80 -s rr;"
    private static let settings = "/proc/sys/net/ipv4/vs/"

    static let rows = [
        Row(rules: web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m", found: []),
        Row(rules: web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -g", found: []),
        Row(rules: web + "-a -t 10.0.0.1:80 -r 10.2.0.1:80 -i", found: []),
        Row(rules: "-A -t [fd00::1]:80 -s rr;-a -t [fd00::1]:80 -r [fd01::1]:80 -m", found: []),
        Row(rules: "-A -t 10.0.0.2:80 -s rr;-a -t 10.0.0.2:80 -r 10.1.0.1:80 -i", found: ["service-address"]),
        Row(
            rules: "-A -t [fd00::2]:80 -s rr;-a -t [fd00::2]:80 -r [fd01::1]:80 -i",
            found: ["service-address"]
        ),
        Row(rules: "-A -f 7 -s rr;-a -f 7 -r 10.1.0.1:80 -g", found: []),
        Row(rules: web, found: ["no-usable-server"]),
        Row(rules: web + "-a -t 10.0.0.1:80 -r 10.3.0.1:80 -i -w 0", found: ["no-usable-server"]),
        Row(rules: web + "-a -t 10.0.0.1:80 -r 10.3.0.1:80 -i", found: ["server-route"]),
        Row(rules: "-A -t [fd00::1]:80 -s rr;-a -t [fd00::1]:80 -r [fd03::1]:80 -i", found: ["server-route"]),
        Row(
            rules: web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m",
            changed: ["/proc/sys/net/ipv4/ip_forward": "0\n"],
            found: ["nat-forwarding"]
        ),
        Row(
            rules: web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -g",
            changed: ["/proc/sys/net/ipv4/ip_forward": "0\n"],
            found: []
        ),
        Row(
            rules: "-A -t [fd00::1]:80 -s rr;-a -t [fd00::1]:80 -r [fd01::1]:80 -m",
            changed: ["/proc/sys/net/ipv6/conf/all/forwarding": "0\n"],
            found: ["nat-forwarding"]
        ),
        Row(rules: web + "-a -t 10.0.0.1:80 -r 10.2.0.1:80 -g", found: ["direct-gateway"]),
        Row(
            rules: "-A -t [fd00::1]:80 -s rr;-a -t [fd00::1]:80 -r [fd02::1]:80 -g",
            found: ["direct-gateway"]
        ),
        Row(
            rules: web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m;--start-daemon master --mcast-interface eth0",
            found: []
        ),
        Row(
            rules: web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m;--start-daemon master --mcast-interface eth0",
            changed: ["/sys/class/net/eth0/flags": "0x1002\n"],
            found: ["sync-interface"]
        ),
        Row(
            rules: """
                -A -t 10.0.0.1:80 -s sh;-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m;\
                -a -t 10.0.0.1:80 -r 10.1.0.2:80 -m -w 0
                """,
            found: ["hash-fallback"]
        ),
        Row(
            rules: """
                -A -t 10.0.0.1:80 -s sh -b sh-fallback;-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m;\
                -a -t 10.0.0.1:80 -r 10.1.0.2:80 -m -w 0
                """,
            found: []
        ),
        Row(
            rules: """
                -A -t 10.0.0.1:80 -s rr -p 60;-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m;\
                -a -t 10.0.0.1:80 -r 10.1.0.2:80 -m -w 0
                """,
            found: ["sticky-drain"]
        ),
        Row(
            rules: """
                -A -t 10.0.0.1:80 -s rr;-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m;\
                -A -t 10.0.0.1:0 -s rr -p 60;-a -t 10.0.0.1:0 -r 10.1.0.1:0 -m
                """,
            found: ["shadowed-service"]
        ),
        Row(rules: "", changed: [settings + "drop_packet": "3\n"], found: ["flood-defence"]),
        Row(rules: "", changed: [settings + "run_estimation": "0\n"], found: ["counters"]),
        Row(rules: "", changed: [settings + "conn_reuse_mode": "0\n"], found: ["reused-ports"]),
        Row(rules: "", changed: [settings + "run_estimation": nil], found: []),
    ]

    @Test("each check finds what it is about, and nothing else does", arguments: rows)
    func finds(_ row: Row) throws {
        let diagnosis = try Self.diagnosis(row)
        #expect(diagnosis.findings.map(\.check.id) == row.found)
        #expect(diagnosis.unchecked.isEmpty)
    }

    @Test("what cannot be read is said, and no finding")
    func saysWhatCannotBeRead() throws {
        let row = Row(
            rules: Self.web + "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m",
            changed: ["/proc/net/fib_trie": nil],
            found: []
        )
        let diagnosis = try Self.diagnosis(row)
        #expect(diagnosis.findings.isEmpty)
        #expect(diagnosis.unchecked.map(\.check.id) == ["service-address", "server-route"])
    }

    @Test("direct routing changes no port")
    func directPort() throws {
        var table = TableConfiguration()
        let service = VirtualService(
            .tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80)),
            scheduler: .roundRobin
        )
        let server = RealServer(Endpoint(IPAddress(v4: 0x0A01_0001), port: 8080), method: .directRouting)
        table.services.insert(ServiceConfiguration(service, servers: [server]))
        let facts = HostFacts(table: try FileTable(table).snapshot(), connectionTableSize: 4096) {
            path throws(FileError) in
            guard let text = Self.files[path] else { throw FileError(.read, path, .noSuchEntry) }
            return text
        }
        let findings = HostDiagnosis(facts).findings
        #expect(findings.map(\.check.id) == ["direct-port"])
        #expect(findings.first?.finding.mend == "lvsctl edit-server -t 10.0.0.1:80 -r 10.1.0.1:8080 -m")
    }
}
