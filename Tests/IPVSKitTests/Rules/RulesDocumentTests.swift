import IPVSKit
import IPVSTestSupport
import Testing

@Suite struct RulesDocumentTests {
    @Test("The lines of definitions are known")
    func definitions() throws {
        let text = "\n-A -f 1\n# \n-a -f 1 -r 10.0.0.2 -m\n-A -f 1\n-A -f 2\nx\n-D -f 2\n-E -f 1 -s rr\n"
        let places = DefinitionPlaces(text.utf8.span, resolver: NumericResolver())
        let server = Endpoint(try #require(IPAddress("10.0.0.2")), port: 0)
        #expect(places.line(of: .firewallMark(1, .ipv4)) == 2)
        #expect(places.line(of: .firewallMark(2, .ipv4)) == nil)
        #expect(places.line(of: server, in: .firewallMark(1, .ipv4)) == 4)
    }

    /// Other programs' files, and what is said of them, once.
    @Test(
        "Files of other programs are recognised",
        arguments: [
            ("! Configuration\nglobal_defs {\n  router_id x\n}\n", "keepalived.conf"),
            ("# lvs\nvirtual_server 10.0.0.1 80 {\n    lb_algo rr\n", "keepalived.conf"),
            ("checktimeout=3\nvirtual=10.0.0.1:80\n\treal=10.0.0.2:80 gate\n", "ldirectord"),
            ("virtual = 10.0.0.1:80\n", "ldirectord"),
            ("IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port\n", "a listing"),
            ("TCP  10.0.0.1:80 rr\n  -> 10.0.0.2:80 Masq 1 0 0\n", "a listing"),
            ("SERVICE/SERVER  FORWARD\ntcp 10.0.0.1:80  wlc\n", "a listing"),
            ("---\nservices:\n  - address: 10.0.0.1\n", "YAML"), ("services:\n- port: 80\n", "YAML"),
        ]
    )
    func foreignFormats(text: String, format: String) {
        let findings = RulesDocument(text).findings
        #expect(findings.count == 1)
        #expect(findings.first?.severity == .error)
        #expect("\(findings.map(\.kind))".contains("this looks like \(format)"))
    }

    @Test("Wrong rules are not taken for a foreign format")
    func wrongRules() {
        for text in ["-A -f x\nTCP\n", "-A -f 1\nTCP\n", "x\n-A -f 1\nservices:\n"] {
            let kinds = "\(RulesDocument(text).findings.map(\.kind))"
            #expect(!kinds.contains("looks like"), "\(text)")
        }
    }

    @Test("Line lengths and findings are limited")
    func limits() {
        let long = RulesDocument("-A -f 1 -s " + String(repeating: "x", count: 70_000) + "\n-A -f 2\n")
        #expect(long.findings.map(\.kind) == [.rule(.lineTooLong(70_011))])
        let quoted = RulesDocument("-A -f 1 -s '" + String(repeating: "x", count: 70_000) + "'\n-A -f 2\n")
        #expect(quoted.findings.map(\.kind) == [.rule(.lineTooLong(70_013))])
        #expect(quoted.configuration.services.count == 1)
        let many = RulesDocument(String(repeating: "x\n", count: 5000))
        #expect(many.findings.count == RulesDocument.findingLimit)
        #expect(many.hasErrors)
    }

    @Test("The number of findings that are not shown is reported")
    func hiddenFindings() {
        let warning = "-A -f 1 -M 24\n-D -f 1\n"
        func last(_ text: String) -> Diagnostic? {
            TableDocument.read(Array(text.utf8), file: "x").diagnostics.last
        }
        let warnings = String(repeating: warning, count: 1001)
        let more = "more warnings are not shown, the first 1000 findings are"
        #expect(last(warnings)?.description.hasSuffix(more) == true)
        #expect(last(warnings)?.severity == .warning)
        #expect(last(warnings + "x\n")?.message.hasPrefix("1 more error and ") == true)
        #expect(last(warnings + "x\n")?.severity == .error)
    }

    @Test("Carets mark the option")
    func carets() {
        let text = Array("-A -f 1\n-a -f 1\t-r 'ü' -m -w 10x\n".utf8)
        let document = TableDocument.read(text, file: "some.rules")
        #expect(
            document.diagnostics.map(\.description) == [
                """
                some.rules:2:12: error: -r: 'ü': 'ü' is neither an address nor a known host \
                (ADDRESS:PORT, or [IPV6]:PORT)
                  -a -f 1 -r 'ü' -m -w 10x
                             ^~~
                """,
                """
                some.rules:2:22: error: -w: '10x' is not a weight (0 to 2147483647)
                  -a -f 1 -r 'ü' -m -w 10x
                                       ^~~
                """,
            ]
        )
    }

    @Test("Random documents do not crash")
    func randomDocuments() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "-A", "-a", "-t", "-r", "-f", "-6", "-p", "-M", "-w", "10.0.0.1:80", "[::1]:80", "[", "]", "=",
            "--",
            "--tun-type", "gue", "--set", "1", "-b", "flag-1,", " ", "\t", "\n", "'", "\"", "\\", "#", "\r",
            "-",
            "ü", "4294967295", "::", ".", "--start-daemon", "master", "-At", "-d", "-C", "-E", "-e", "-s",
            "rr",
        ]
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<random.next() % 60 {
                if random.oneIn(20) {
                    bytes.append(UInt8(truncatingIfNeeded: random.next()))
                } else {
                    bytes += Array(random.pick(pieces).utf8) + (random.oneIn(3) ? [] : [UInt8(ascii: " ")])
                }
            }
            let document = TableDocument.read(bytes, file: "seed \(seed)")
            let again = RulesDocument(RulesWriter.rules(document.configuration).span)
            #expect(!again.hasErrors, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
