import IPVSKit
import IPVSTestSupport
import Testing

/// A document, what is to be said about it, and what is left of it.
private struct DocumentCase: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    /// `LINE:FIRST-END severity: message`, columns in bytes from 0.
    var findings: [String]
    /// What the writer makes of the configuration; nil if the document itself is what is left.
    var rules: String?

    var testDescription: String { name }

    init(_ name: String, _ text: String, findings: [String] = [], rules: String? = nil) {
        self.name = name
        self.text = text
        self.findings = findings
        self.rules = rules
    }
}

private func describe(_ document: RulesDocument, _ text: String) -> [String] {
    let lineStarts = [0] + text.utf8.enumerated().filter { $0.element == 10 }.map { $0.offset + 1 }
    return document.findings.map { finding in
        let start = lineStarts[finding.line - 1]
        let columns = "\(finding.range.lowerBound - start)-\(finding.range.upperBound - start)"
        return "\(finding.line):\(columns) \(finding.severity): \(finding.kind)"
    }
}

@Suite struct RulesDocumentTests {
    private static let noLineBreak =
        "the last line does not end in a line break (the document may have been cut off; add one if not)"

    private static let layout = [
        DocumentCase("empty", ""),
        DocumentCase("blank lines", "\n \t\n\r\n", rules: ""),
        DocumentCase("comments", "# one\n   # two '\n-C # three\n", rules: ""),
        DocumentCase(
            "quotes",
            "'-A' -t \"10.0.0.1:80\" -s r'r' # '\n-A -u 10.0.0.1\\:53 -s \"w\"lc\n",
            rules: "-A -t 10.0.0.1:80 -s rr\n-A -u 10.0.0.1:53 -s wlc\n"
        ),
        DocumentCase(
            "a mark in a word",
            "-A -f 1 -s a#b\n",
            findings: [
                "1:11-14 warning: no known kernel has a scheduler 'a#b' (module ip_vs_a#b)"
            ],
            rules: "# lost: a scheduler of this name: -A -f 1 -s a#b\n"
        ),
        DocumentCase(
            "carriage returns",
            "-A -t 10.0.0.1:80 -s rr\r\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1\r\n",
            rules: "-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1\n"
        ),
        DocumentCase(
            "no last line break",
            "-A -f 1\n-A -f 2 -s rr",
            findings: ["2:13-13 error: \(noLineBreak)"],
            rules: "-A -f 1 -s wlc\n"
        ),
        DocumentCase(
            "cut off",
            "-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0",
            findings: [
                "2:21-27 warning: '10.0.0' means 10.0.0.0 (write that)", "2:27-27 error: \(noLineBreak)",
            ],
            rules: "-A -t 10.0.0.1:80 -s rr\n"
        ),
        DocumentCase(
            "an open quotation",
            "-A -f 1 -s 'rr\n-A -f 2 -s rr\n",
            findings: ["1:11-14 error: the quotation is not closed on this line"],
            rules: "-A -f 2 -s rr\n"
        ),
        DocumentCase(
            "continued lines",
            "-A -f 1 \\\n -s rr\n",
            findings: [
                "1:8-9 error: a line cannot be continued on the next one",
                "2:1-3 error: '-s' is no command (a rule begins with one, such as -A or -a)",
            ],
            rules: ""
        ),
        DocumentCase(
            "zero bytes",
            "-A -f 1 -s rr\n-A \0 -f 2\n-A -f 3\n",
            findings: ["2:3-4 error: a zero byte: this is not a text file"],
            rules: "-A -f 1 -s rr\n"
        ),
    ]

    private static let order = [
        DocumentCase(
            "edits and deletions",
            """
            -A -t 10.0.0.1:80 -s rr -p
            -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 5
            -a -t 10.0.0.1:80 -r 10.0.0.3:80 -m
            -E -t 10.0.0.1:80 -s wrr
            -e -t 10.0.0.1:80 -r 10.0.0.2:80 -m
            -d -t 10.0.0.1:80 -r 10.0.0.3:80
            -A -f 1
            -D -f 1
            -A -f 1 -6
            --set 10 0 20
            --set 0 5 0
            --start-daemon master
            --start-daemon backup --syncid 7
            --stop-daemon master
            -Z
            -Z -t 10.0.0.1:80

            """,
            rules: """
                -A -t 10.0.0.1:80 -s wrr
                -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1
                -A -f 1 -6 -s wlc
                --set 10 5 20
                --start-daemon backup --mcast-interface eth0 --syncid 7

                """
        ),
        DocumentCase(
            "a clear",
            "-A -f 1\n-C\n-A -f 1\n-A -f 2 -s rr\n",
            rules: "-A -f 1 -s wlc\n-A -f 2 -s rr\n"
        ),
        DocumentCase(
            "duplicates",
            """
            -A -t 10.0.0.1:80
            -a -t 10.0.0.1:80 -r 10.0.0.2 -m
            -A -t 10.0.0.1:http -s rr
            -a -t 10.0.0.1:80 -i -r 10.0.0.2:80
            --start-daemon backup
            --start-daemon backup --syncid 7

            """,
            findings: [
                "3:6-19 error: tcp 10.0.0.1:80 is added twice, first on line 1",
                "4:24-35 error: 10.0.0.2:80 is added twice to tcp 10.0.0.1:80, first on line 2",
                "6:0-14 error: the sync backup is started twice, first on line 5",
            ],
            rules: """
                -A -t 10.0.0.1:80 -s wlc
                -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1
                --start-daemon backup --mcast-interface eth0 --syncid 0

                """
        ),
        DocumentCase(
            "the same again",
            """
            -A -t 10.0.0.1:80
            -a -t 10.0.0.1:80 -r 10.0.0.2 -m
            -A -t 10.0.0.1:http -s wlc
            -a -t 10.0.0.1:80 -m -r 10.0.0.2:80
            --start-daemon backup
            --start-daemon backup

            """,
            findings: [
                "3:0-2 warning: line 1 says the same already (this line is ignored)",
                "4:0-2 warning: line 2 says the same already (this line is ignored)",
                "6:0-14 warning: line 5 says the same already (this line is ignored)",
            ],
            rules: """
                -A -t 10.0.0.1:80 -s wlc
                -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1
                --start-daemon backup --mcast-interface eth0 --syncid 0

                """
        ),
        DocumentCase(
            "what is not there",
            """
            -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m
            -E -f 1
            -D -f 1
            -A -f 1
            -e -f 1 -r 10.0.0.2 -m
            -d -f 1 -r 10.0.0.2
            -Z -f 2
            --stop-daemon master

            """,
            findings: [
                "1:6-17 error: cannot add real server 10.0.0.2:80 to tcp 10.0.0.1:80: "
                    + "no such virtual service",
                "2:6-7 error: cannot edit virtual service firewall mark 1: no such virtual service",
                "3:6-7 error: cannot delete virtual service firewall mark 1: no such virtual service",
                "5:11-19 error: cannot edit real server 10.0.0.2:0 of firewall mark 1: no such real server",
                "6:11-19 error: cannot delete real server 10.0.0.2:0 from firewall mark 1: "
                    + "no such real server",
                "7:6-7 error: cannot zero the counters of firewall mark 2: no such virtual service",
                "8:0-13 error: cannot stop the sync master: no sync master is running",
            ],
            rules: "-A -f 1 -s wlc\n"
        ),
        DocumentCase(
            "lines that follow from one in error",
            """
            -A -t 10.0.0.1:80 -p x
            -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m
            -A -f 1
            -a -f 1 -r 10.0.0.300 -m
            -d -f 1 -r 10.0.0.2
            -A -t nosuch:80
            -a -t 10.0.0.9:80 -r 10.0.0.2:80 -m

            """,
            findings: [
                "1:21-22 error: -p: 'x' is not a persistence timeout (1 to 2678400 seconds)",
                "4:11-21 error: -r: '10.0.0.300': '10.0.0.300' is no address, nor a known host "
                    + "(ADDRESS:PORT, or [IPV6]:PORT)",
                "6:6-15 error: -t: 'nosuch:80': 'nosuch' is no address, nor a known host "
                    + "(ADDRESS:PORT, or [IPV6]:PORT)",
            ],
            rules: "-A -f 1 -s wlc\n"
        ),
        DocumentCase(
            "what changes nothing",
            "-L -n\n-A -f 1 -s rr\n-S\n-R\n--help\n-v\n",
            findings: [
                "1:0-2 error: -L changes nothing, and does not belong into a document",
                "3:0-2 error: -S changes nothing, and does not belong into a document",
                "4:0-2 error: -R changes nothing, and does not belong into a document",
                "5:0-6 error: -h changes nothing, and does not belong into a document",
                "6:0-2 error: -v changes nothing, and does not belong into a document",
            ],
            rules: "-A -f 1 -s rr\n"
        ),
    ]

    private static let doubts = [
        DocumentCase(
            "faults",
            """
            -A -f 1
            -a -f 1 -r 224.0.0.1 -m
            -a -f 1 -r 10.0.0.1 -m -y 5 -x 3
            -A -f 2 --pe sip
            -A -f 3 -p -M 255.0.255.0
            --set 2678400 0 0
            -a -f 1 -r 2001:db8::1 -i
            --start-daemon master

            """,
            findings: [
                "2:11-20 error: 224.0.0.1 is not the address of a single host",
                "3:26-27 error: the lower threshold 5 is above the upper threshold 3",
                "4:13-16 warning: the engine 'sip' needs persistence (add -p)",
                "5:14-25 warning: the mask 255.0.255.0 has holes (use one such as 255.255.255.0, or /24)",
                "6:0-5 error: '2678400' is not a timeout (1 to 2147483 seconds)",
                "8:0-14 error: the kernel starts no sync master beside a server of another address family than its "
                    + "service: [2001:db8::1]:0 of firewall mark 1 on line 7",
            ],
            rules: """
                -A -f 1 -s wlc
                -a -f 1 -r [2001:db8::1]:0 -i -w 1 --tun-type ipip
                -A -f 2 -s wlc --pe sip
                -A -f 3 -s wlc -p 360 -M 255.0.255.0

                """
        ),
        DocumentCase(
            "unknown modules",
            "-A -f 1 -s mine\n-A -f 2 -s mine -p --pe own\n",
            findings: [
                "1:11-15 warning: no known kernel has a scheduler 'mine' (module ip_vs_mine)",
                "2:24-27 warning: no known kernel has a persistence engine 'own' "
                    + "(module ip_vs_pe_own)",
            ],
            rules: "-A -f 1 -s mine\n-A -f 2 -s mine -p 360 --pe own\n"
        ),
        DocumentCase(
            "traps",
            """
            -A -t 10.1:80
            -a -t 10.0.0.1:80 -r 10.0.0.2:8080
            -A -t [10.0.0.3]:80 -p
            -A -t 2001:db8::3:80 -p
            -A -t 10.0.0.4:80 -M 255.255.255.0
            -A -M 64 -t [2001:db8::4]:80 -p
            -A -t 10.0.0.5:80 -p -M 24
            -A -t 2001:db8::a -p -M 64
            -A -t 2001:db8::5 -p
            -A -t 2001:db8:1:2:3:4:5:80 -p
            -A -f 7 -p 300 -M 64 -6
            -A -M 64 -f 8 -6 -p
            -A -f 9 -6 -p -M 64

            """,
            findings: [
                "1:6-13 warning: '10.1' means 10.0.0.1 (write that)",
                "2:21-34 warning: with direct routing and tunnels servers have the port of the service: "
                    + "80, not 8080",
                "3:6-19 warning: '[10.0.0.3]:80' means 10.0.0.3:0; brackets are for IPv6",
                "4:6-20 warning: this is the address 2001:db8::3:80 without a port "
                    + "(write [ADDRESS]:PORT for one with a port)",
                "5:21-34 warning: -M has no effect without -p",
                "6:6-8 warning: -M has no effect before the service (write it behind)",
                "7:24-26 warning: -M 24 means the mask 0.0.0.24 (write a mask such as 255.255.255.0)",
                "7:24-26 warning: the mask 0.0.0.24 has holes (use one such as 255.255.255.0, or /24)",
                "11:18-20 warning: -M has no effect before -6 (write it behind)",
                "12:6-8 warning: -M has no effect before -6 (write it behind)",
            ],
            rules: """
                -A -t 10.0.0.1:80 -s wlc
                -a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1
                -A -t 10.0.0.3:0 -s wlc -p 360
                -A -t [2001:db8::3:80]:0 -s wlc -p 360
                -A -t 10.0.0.4:80 -s wlc -M 255.255.255.0
                -A -t [2001:db8::4]:80 -s wlc -p 360
                -A -t 10.0.0.5:80 -s wlc -p 360 -M 0.0.0.24
                -A -t [2001:db8::a]:0 -s wlc -p 360 -M 64
                -A -t [2001:db8::5]:0 -s wlc -p 360
                -A -t [2001:db8:1:2:3:4:5:80]:0 -s wlc -p 360
                -A -f 7 -6 -s wlc -p 300
                -A -f 8 -6 -s wlc -p 360
                -A -f 9 -6 -s wlc -p 360 -M 64

                """
        ),
        DocumentCase(
            "the name of the program",
            "ipvsadm -A -f 1 -s rr\n/sbin/ipvsadm -a ipvsadm -f 1 -r 10.0.0.2:80 -m # web\n",
            rules: "-A -f 1 -s rr\n-a -f 1 -r 10.0.0.2:80 -m -w 1\n"
        ),
        DocumentCase(
            "control characters in names",
            "-A -f 1 -s 'r\u{1B}'\n-a -f 1 -r 10.0.0.2:80 -m\n-A -f 2 -p --pe 's\tx'\n"
                + "--start-daemon master --mcast-interface 'e\u{85}'\n",
            findings: [
                "1:11-15 error: the name 'r\u{1B}' has a control character",
                "3:16-21 error: the name 's\tx' has a control character",
                "4:40-45 error: the name 'e\u{85}' has a control character",
            ],
            rules: ""
        ),
        DocumentCase(
            "a scheduler with a slip",
            "-A -f 1 -s rrr\n-A -f 2 -s WRR\n",
            findings: [
                "1:11-14 warning: no known kernel has a scheduler 'rrr' (did you mean 'rr'?)",
                "2:11-14 warning: no known kernel has a scheduler 'WRR' (did you mean 'wrr'?)",
            ]
        ),
    ]

    @Test(arguments: layout + order + doubts)
    private func findsEverything(example: DocumentCase) {
        let document = RulesDocument(example.text, resolver: TestNames())
        #expect(describe(document, example.text) == example.findings)
        let rules = String(decoding: RulesWriter.rules(document.configuration), as: UTF8.self)
        #expect(rules == example.rules ?? example.text)
    }

    @Test func knowsTheLinesOfDefinitions() throws {
        let text = "\n-A -f 1\n# \n-a -f 1 -r 10.0.0.2 -m\n-A -f 1\n-A -f 2\nx\n-D -f 2\n-E -f 1 -s rr\n"
        let places = DefinitionPlaces(text.utf8.span, resolver: NumericResolver())
        let server = Endpoint(try #require(IPAddress("10.0.0.2")), port: 0)
        #expect(places.line(of: .firewallMark(1, .ipv4)) == 2)
        #expect(places.line(of: .firewallMark(2, .ipv4)) == nil)
        #expect(places.line(of: server, in: .firewallMark(1, .ipv4)) == 4)
    }

    /// Other programs' files, and what is said of them, once.
    @Test(arguments: [
        ("! Configuration\nglobal_defs {\n  router_id x\n}\n", "keepalived.conf"),
        ("# lvs\nvirtual_server 10.0.0.1 80 {\n    lb_algo rr\n", "keepalived.conf"),
        ("checktimeout=3\nvirtual=10.0.0.1:80\n\treal=10.0.0.2:80 gate\n", "ldirectord"),
        ("virtual = 10.0.0.1:80\n", "ldirectord"),
        ("IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port\n", "a listing"),
        ("TCP  10.0.0.1:80 rr\n  -> 10.0.0.2:80 Masq 1 0 0\n", "a listing"),
        ("SERVICE/SERVER  FORWARD\ntcp 10.0.0.1:80  wlc\n", "a listing"),
        ("---\nservices:\n  - address: 10.0.0.1\n", "YAML"), ("services:\n- port: 80\n", "YAML"),
    ])
    func namesTheFormatsOfOthers(text: String, format: String) {
        let findings = RulesDocument(text).findings
        #expect(findings.count == 1)
        #expect(findings.first?.severity == .error)
        #expect("\(findings.map(\.kind))".contains("this looks like \(format)"))
    }

    @Test func wrongRulesAreNoForeignFormat() {
        for text in ["-A -f x\nTCP\n", "-A -f 1\nTCP\n", "x\n-A -f 1\nservices:\n"] {
            let kinds = "\(RulesDocument(text).findings.map(\.kind))"
            #expect(!kinds.contains("looks like"), "\(text)")
        }
    }

    @Test func limitsLinesAndFindings() {
        let long = RulesDocument("-A -f 1 -s " + String(repeating: "x", count: 70_000) + "\n-A -f 2\n")
        #expect(long.findings.map(\.kind) == [.rule(.lineTooLong(70_011))])
        let quoted = RulesDocument("-A -f 1 -s '" + String(repeating: "x", count: 70_000) + "'\n-A -f 2\n")
        #expect(quoted.findings.map(\.kind) == [.rule(.lineTooLong(70_013))])
        #expect(quoted.configuration.services.count == 1)
        let many = RulesDocument(String(repeating: "x\n", count: 5000))
        #expect(many.findings.count == RulesDocument.findingLimit)
        #expect(many.hasErrors)
    }

    @Test func saysHowManyFindingsAreNotShown() {
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

    @Test func putsCaretsBelowTheOption() {
        let text = Array("-A -f 1\n-a -f 1\t-r 'ü' -m -w 10x\n".utf8)
        let document = TableDocument.read(text, file: "some.rules")
        #expect(
            document.diagnostics.map(\.description) == [
                """
                some.rules:2:12: error: -r: 'ü': 'ü' is no address, nor a known host \
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

    @Test func readsEveryDocumentWithoutACrash() {
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
