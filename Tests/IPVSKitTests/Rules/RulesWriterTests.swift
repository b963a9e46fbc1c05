import IPVSKit
import IPVSTestSupport
import Testing

/// Something to be written, and the lines that it becomes.
private struct Written: CustomTestStringConvertible, Sendable {
    var change: Change
    var lines: String

    var testDescription: String { lines.replacing("\n", with: " ") }

    init(_ change: Change, _ lines: String...) {
        self.change = change
        self.lines = lines.map { $0 + "\n" }.joined()
    }
}

@Suite struct RulesWriterTests {
    private static let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
    private static let mark = ServiceIdentity.firewallMark(4_294_967_295, .ipv6)
    private static let here = Endpoint(IPAddress(v4: 0x0A00_0002), port: 80)
    private static let far = Endpoint(IPAddress(v6: 0x2001_0DB8_0000_0000, 2), port: 8080)

    private static func service(
        _ identity: ServiceIdentity,
        _ edit: (inout VirtualService) -> Void = { _ in }
    ) -> Change {
        var service = VirtualService(identity)
        edit(&service)
        return .addService(service)
    }

    private static func server(
        _ identity: ServiceIdentity = web,
        _ endpoint: Endpoint = here,
        _ edit: (inout RealServer) -> Void = { _ in }
    ) -> Change {
        var server = RealServer(endpoint)
        edit(&server)
        return .addServer(server, to: identity)
    }

    private static let said = [
        Written(service(web), "-A -t 10.0.0.1:80 -s wlc"),
        Written(
            service(mark) {
                $0.scheduler = .maglevHashing
                $0.persistence = Persistence(timeout: 5, netmask: .ipv6(64), engine: "sip")
                $0.isOnePacket = true
                $0.schedulerFlags = .schedulerFlags
            },
            "-A -f 4294967295 -6 -s mh -p 5 -M 64 --pe sip -o -b mh-fallback,mh-port,flag-3"
        ),
        Written(service(web) { $0.netmask = .ipv4(24) }, "-A -t 10.0.0.1:80 -s wlc -M 0.0.0.24"),
        Written(
            service(web) { $0.engine = "sip" },
            "-A -t 10.0.0.1:80 -s wlc --pe sip"
        ),
        Written(.editService(VirtualService(web, scheduler: .none)), "-E -t 10.0.0.1:80 -s none"),
        Written(.deleteService(.sctp(far)), "-D --sctp-service [2001:db8::2]:8080"),
        Written(server { $0.weight = 0 }, "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 0"),
        Written(
            server(mark, far) {
                $0.method = .tunnel
                $0.tunnel = Tunnel(type: .gue, port: 6080, flags: .remoteChecksum)
                $0.upperThreshold = 10
                $0.lowerThreshold = 5
            },
            "-a -f 4294967295 -6 -r [2001:db8::2]:8080 -i -w 1 -x 10 -y 5 "
                + "--tun-type gue --tun-port 6080 --tun-remcsum"
        ),
        Written(
            server { $0.method = .tunnel },
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1 --tun-type ipip"
        ),
        Written(
            server {
                $0.method = .tunnel
                $0.tunnel = Tunnel(type: .gre, flags: .checksum)
            },
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1 --tun-type gre --tun-csum"
        ),
        Written(
            .editServer(RealServer(here, method: .masquerade), of: web),
            "-e -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1"
        ),
        Written(.deleteServer(far, from: web), "-d -t 10.0.0.1:80 -r [2001:db8::2]:8080"),
        Written(.setTimeouts(ConnectionTimeouts(tcp: 900, udp: 300)), "--set 900 0 300"),
        Written(
            .startDaemon(SyncDaemon(.master, interface: "eth0")),
            "--start-daemon master --mcast-interface eth0 --syncid 0"
        ),
        Written(
            .startDaemon(
                SyncDaemon(
                    .backup,
                    interface: "lo",
                    syncID: 9,
                    maximumLength: 1400,
                    group: IPAddress(v6: 0xFF02_0000_0000_0000, 0x81),
                    port: 8849,
                    timeToLive: 3
                )
            ),
            "--start-daemon backup --mcast-interface lo --syncid 9 --sync-maxlen 1400 --mcast-group ff02::81 "
                + "--mcast-port 8849 --mcast-ttl 3"
        ),
        Written(.stopDaemon(.backup), "--stop-daemon backup"), Written(.zero(nil), "-Z"),
        Written(.zero(web), "-Z -t 10.0.0.1:80"), Written(.clear, "-C"),
    ]

    private static let lost = [
        Written(
            service(web) { $0.flags.insert(ServiceFlags(rawValue: 0x140)) },
            "-A -t 10.0.0.1:80 -s wlc",
            "# lost: flag bits 0x140 of tcp 10.0.0.1:80"
        ),
        Written(
            service(web) { $0.timeout = 30 },
            "-A -t 10.0.0.1:80 -s wlc",
            "# lost: the persistence timeout 30 of tcp 10.0.0.1:80"
        ),
        Written(
            service(web) { $0.persistence = Persistence(timeout: 9_999_999, netmask: .ipv4(.max)) },
            "-A -t 10.0.0.1:80 -s wlc -p 2678400",
            "# lost: the persistence timeout 9999999 of tcp 10.0.0.1:80"
        ),
        Written(
            service(.endpoint(ServiceProtocol(rawValue: 47), here)),
            "# lost: a service of protocol 47: -A -protocol 47- 10.0.0.2:80 -s wlc"
        ),
        Written(
            service(.tcp(Endpoint(.any(.ipv4), port: 0))),
            "# lost: port 0 without persistence: -A -t 0.0.0.0:0 -s wlc"
        ),
        Written(
            service(web) { $0.isOnePacket = true },
            "# lost: one-packet scheduling of tcp: -A -t 10.0.0.1:80 -s wlc -o"
        ),
        Written(
            service(web) { $0.scheduler = Scheduler(rawValue: "a b") },
            "# lost: a scheduler of this name: -A -t 10.0.0.1:80 -s a b"
        ),
        Written(
            service(web) { $0.engine = "ipvsadm" },
            "# lost: a persistence engine of this name: -A -t 10.0.0.1:80 -s wlc --pe ipvsadm"
        ),
        Written(
            server { $0.method = .local },
            "# lost: a server with forwarding local: -a -t 10.0.0.1:80 -r 10.0.0.2:80 -local- -w 1"
        ),
        Written(
            server(web, far) { $0.method = .tunnel },
            "# lost: a server of tunnel whose port is not the service's: "
                + "-a -t 10.0.0.1:80 -r [2001:db8::2]:8080 -i -w 1 --tun-type ipip"
        ),
        Written(
            server { $0.upperThreshold = .max },
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1 -x 2147483647",
            "# lost: the upper threshold 4294967295 of 10.0.0.2:80"
        ),
        Written(
            server {
                $0.method = .tunnel
                $0.tunnel = Tunnel(type: .gre, port: 1, flags: [.checksum, .remoteChecksum])
            },
            "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1 --tun-type gre --tun-csum",
            "# lost: the tunnel of 10.0.0.2:80: type gre, port 1, flags 0x3"
        ),
        Written(
            server {
                $0.method = .tunnel
                $0.tunnel = Tunnel(type: TunnelType(rawValue: 9))
            },
            "# lost: a tunnel of type 9: -a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1 --tun-type 9 --tun-nocsum"
        ),
        Written(
            .setTimeouts(ConnectionTimeouts(tcp: 3_000_000)),
            "# lost: timeouts above 2678400 seconds: --set 3000000 0 0"
        ),
        Written(
            .zero(.tcp(Endpoint(.any(.ipv4), port: 0))),
            "# lost: the counters of this service alone: -Z -t 0.0.0.0:0"
        ),
    ]

    @Test("Each change is written as a line", arguments: said + lost)
    private func changes(written: Written) {
        #expect(RulesWriter.line(written.change) + "\n" == written.lines)
    }

    @Test("Written changes are read back", arguments: said)
    private func changesRoundTrip(written: Written) throws {
        var reader = RuleReader()
        let bytes = Array(written.lines.utf8)
        #expect(try reader.next(in: bytes.span) == .change(written.change))
    }

    @Test("A comment has no control characters")
    func comment() {
        var writer = RulesWriter()
        writer.comment("saved\nby\u{1B}lvsctl\u{85}")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "# saved?by?lvsctl?\n")
    }

    @Test(
        "Names with control characters stay in their comment",
        arguments: ["s\n-C", "s\r-C", "\u{1B}]0;x", "\u{202E}x"]
    )
    func name_neverBecomesACommand(text: String) throws {
        let name = try #require(KernelName(text))
        let table = TableConfiguration.odd(name)
        let rules = String(decoding: RulesWriter.rules(table), as: UTF8.self)
        let lines = rules.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("# lost: ") && String($0).printable == $0 })
        #expect(RulesDocument(rules).configuration == TableConfiguration())
    }

    @Test("Comments come last, since ipvsadm -R stops at the first one")
    func rules_endInTheirComments() {
        var table = TableConfiguration.odd("a b")
        let mark = ServiceIdentity.firewallMark(9, .ipv4)
        table.services[mark] = ServiceConfiguration(VirtualService(mark))
        table.timeouts = ConnectionTimeouts(tcp: 1, tcpFin: 2, udp: 3)
        let lines = String(decoding: RulesWriter.rules(table), as: UTF8.self).split(separator: "\n")
        #expect(lines.prefix(2) == ["-A -f 9 -s wlc", "--set 1 2 3"])
        #expect(lines.count == 5)
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("# lost: ") })
    }

    @Test("Random tables are read back")
    func randomTables() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var complete = 0
        for offset in 0..<300 {
            let table = TableConfiguration.random(seed: seed &+ UInt64(offset), changes: 60)
            let rules = RulesWriter.rules(table)
            let text = String(decoding: rules, as: UTF8.self)
            let document = RulesDocument(rules.span)
            #expect(!document.hasErrors, "seed \(seed), table \(offset): \(document.findings)")
            // What was written of it is written again in the same way.
            let again = String(decoding: RulesWriter.rules(document.configuration), as: UTF8.self)
            let kept = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(again.split(separator: "\n") == kept, "seed \(seed), table \(offset)")
            guard kept.count == text.split(separator: "\n").count else { continue }
            complete += 1
            var expected = table
            if expected.daemons?.isEmpty ?? false { expected.daemons = nil }
            #expect(document.configuration == expected, "seed \(seed), table \(offset)")
        }
        // Random tables are odd ones; the sayable ones are made below.
        #expect(complete < 300)
    }

    @Test("Tables that rules can express are read back unchanged")
    func sayableTables() {
        let seed = UInt64.random(in: 0...UInt64.max)
        for offset in 0..<300 {
            var table = TableConfiguration.random(seed: seed &+ UInt64(offset), changes: 60).sayable
            if table.daemons?.isEmpty ?? false { table.daemons = nil }
            let rules = RulesWriter.rules(table)
            #expect(!rules.contains(UInt8(ascii: "#")), "seed \(seed), table \(offset)")
            #expect(RulesDocument(rules.span).configuration == table, "seed \(seed), table \(offset)")
        }
    }
}

extension TableConfiguration {
    /// A table whose names are all the same odd one.
    fileprivate static func odd(_ name: KernelName) -> TableConfiguration {
        var table = TableConfiguration()
        var first = VirtualService(.firewallMark(1, .ipv4))
        first.scheduler = Scheduler(rawValue: name)
        var second = VirtualService(.firewallMark(2, .ipv4))
        second.persistence = Persistence(timeout: 300, netmask: .host(.ipv4), engine: name)
        for service in [first, second] { table.services[service.identity] = ServiceConfiguration(service) }
        table.daemons = [SyncDaemon(.master, interface: name)]
        return table
    }
}
