import IPVSKit
import Testing

/// Something that experience warns of: a document in both forms, the place that is shown, and what is said of it.
private struct Example: CustomTestStringConvertible, Sendable {
    let rules: String
    /// Services and what is beside them, without the version.
    let json: String
    /// What is marked in the rules, and in the JSON.
    let marked: (rules: String, json: String)
    let message: String

    var testDescription: String { message }
}

/// A JSON service `tcp 10.0.0.1:80` with some keys and servers.
private func web(_ keys: String, _ servers: String) -> String {
    #""services": [{"protocol": "tcp", "address": "10.0.0.1", "port": 80, \#(keys)"servers": [\#(servers)]}]"#
}

private func server(_ keys: String) -> String { #"{"address": "10.1.0.1", "port": 80\#(keys)}"# }

@Suite struct AdviceTests {
    private static let examples = [
        Example(
            rules: "-A -t 0.0.0.0:80 -s rr\n-a -t 0.0.0.0:80 -r 10.1.0.1:80 -m",
            json: web("", server("")).replacing("10.0.0.1", with: "0.0.0.0"),
            marked: ("0.0.0.0:80", #""0.0.0.0""#),
            message: "tcp 0.0.0.0:80: no packet matches a service at this address "
                + "(use a firewall mark, or a service for each address)"
        ),
        Example(
            rules: "-A -t [::]:80 -s rr\n-a -t [::]:80 -r [fd00::1]:80 -m",
            json: web("", server("").replacing("10.1.0.1", with: "fd00::1")).replacing(
                "10.0.0.1",
                with: "::"
            ),
            marked: ("[::]:80", #""::""#),
            message: "tcp [::]:80: no packet matches a service at this address "
                + "(use a firewall mark, or a service for each address)"
        ),
        Example(
            rules: "-A -t 224.0.0.1:80 -s rr\n-a -t 224.0.0.1:80 -r 10.1.0.1:80 -m",
            json: web("", server("")).replacing("10.0.0.1", with: "224.0.0.1"),
            marked: ("224.0.0.1:80", #""224.0.0.1""#),
            message: "tcp 224.0.0.1:80: no packet matches a service at this address "
                + "(use a firewall mark, or a service for each address)"
        ),
        Example(
            rules: "-A -t 10.0.0.1:80 -s rr",
            json: web("", ""),
            marked: ("10.0.0.1:80", "[]"),
            message: "tcp 10.0.0.1:80 has no real servers: its clients are refused"
        ),
        Example(
            rules: "-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m -w 0",
            json: web("", server(#", "weight": 0"#)),
            marked: ("10.0.0.1:80", #"[{"address": "10.1.0.1", "port": 80, "weight": 0}]"#),
            message: "all real servers of tcp 10.0.0.1:80 have weight 0: new clients are refused"
        ),
        Example(
            rules: "-A -t 10.0.0.1:80 -snone\n-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m",
            json: web(#""scheduler": "none", "#, server("")),
            marked: ("-snone", #""none""#),
            message: "tcp 10.0.0.1:80 has no scheduler: new clients are refused"
        ),
        Example(
            rules: """
                -A -t 10.0.0.1:80 --scheduler sh
                -a -t 10.0.0.1:80 -r 10.1.0.1:80 -m
                -a -t 10.0.0.1:80 -r 10.1.0.2:80 -m
                """,
            json: web(
                #""scheduler": "sh", "#,
                server("") + "," + #"{"address": "10.1.0.2", "port": 80}"#
            ),
            marked: ("sh", #""sh""#),
            message: "tcp 10.0.0.1:80: the clients of a server with weight 0 are refused "
                + "(with the flag sh-fallback they go elsewhere)"
        ),
        Example(
            rules: "-A -t 10.0.0.1:80 -s rr -p 30\n-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m",
            json: web(#""persistence": {"timeout": 30}, "#, server("")),
            marked: ("30", "30"),
            message:
                "tcp 10.0.0.1:80: a client that comes back after 30 s without a connection may meet another server"
        ),
        Example(
            rules: """
                -A -t 10.0.0.1:80 -s rr
                -a -t 10.0.0.1:80 -r 10.1.0.1:80 -m -x 77
                -a -t 10.0.0.1:80 -r 10.1.0.2:80 -m -x 78
                """,
            json: web(
                "",
                server(#", "upper_threshold": 77"#) + ","
                    + #"{"address": "10.1.0.2", "port": 80, "upper_threshold": 78}"#
            ),
            marked: ("77", "77"),
            message:
                "10.1.0.1:80 of tcp 10.0.0.1:80: the upper threshold 77 also counts connections that are "
                + "over but not forgotten (TIME_WAIT, all of UDP); so do those of 1 more"
        ),
        Example(
            rules: "-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 127.0.0.1:80 -m",
            json: web("", #"{"address": "127.0.0.1", "port": 80, "method": "masquerade"}"#),
            marked: ("127.0.0.1:80", #""127.0.0.1""#),
            message:
                "127.0.0.1:80 of tcp 10.0.0.1:80: packets from outside are not delivered to the loopback "
                + "network (use direct routing)"
        ),
        Example(
            rules: "-A -u 10.0.0.1:53 -s rr -o\n-a -u 10.0.0.1:53 -r 10.1.0.1:53 --masquerading",
            json: #""services": [{"protocol": "udp", "address": "10.0.0.1", "port": 53, "one_packet": true, "#
                + #""servers": [{"address": "10.1.0.1", "port": 53, "method": "masquerade"}]}]"#,
            marked: ("--masquerading", #""masquerade""#),
            message:
                "10.1.0.1:53 of udp 10.0.0.1:53: with one-packet scheduling answers are not translated back "
                + "(use direct routing or a tunnel)"
        ),
    ]

    private func judged(_ text: String) -> TableDocument {
        TableDocument.judge(Array((text + "\n").utf8), file: "web")
    }

    private func marked(_ diagnostic: Diagnostic) -> String? {
        diagnostic.excerpt.map { excerpt in
            String(Array(excerpt.text.unicodeScalars)[excerpt.marked].map { Character($0) })
        }
    }

    @Test("Rules are warned of at the right place", arguments: examples)
    private func rules(_ example: Example) {
        let document = judged(example.rules)
        #expect(document.diagnostics.map(\.message) == [example.message])
        #expect(document.diagnostics.map(\.severity) == [.warning])
        #expect(document.diagnostics.map(marked) == [example.marked.rules])
    }

    @Test("JSON is warned of at the right place", arguments: examples)
    private func json(_ example: Example) {
        // On lines of their own, so that a place is more than a column.
        let document = judged("{\"version\": 1,\n \(example.json)}")
        #expect(document.diagnostics.map(\.message) == [example.message])
        #expect(document.diagnostics.map(\.line) == [2])
        #expect(document.diagnostics.map(marked) == [example.marked.json])
    }

    /// What rules cannot say, or what is more than a warning there.
    @Test(
        "Some warnings concern JSON only",
        arguments: [
            (
                web("", #"{"address": "10.1.0.1", "port": 81, "method": "direct-routing"}"#), "81",
                "10.1.0.1:81 of tcp 10.0.0.1:80: the port is ignored, packets keep port 80 (only masquerading changes it)"
            ),
            (
                #""services": [{"mark": 7, "persistence": {"timeout": 59}, "servers": "#
                    + #"[{"address": "10.1.0.1", "port": 0}]}]"#,
                "59",
                "firewall mark 7: a client that comes back after 59 s without a connection may meet another server"
            ),
            (
                #""services": [{"mark": 7, "servers": [{"address": "10.1.0.1", "port": 81}]}]"#, "81",
                "10.1.0.1:81 of firewall mark 7: the port is ignored, packets keep the port that the client called "
                    + "(only masquerading changes it)"
            ),
            (
                web("", #"{"address": "fd00::1", "port": 80, "method": "tunnel"}"#)
                    + #", "daemons": [{"role": "master", "interface": "eth0"}]"#,
                #"[{"role": "master", "interface": "eth0"}]"#,
                "daemons: the kernel starts no sync master beside a server of another address family than its service: "
                    + "[fd00::1]:80 of tcp 10.0.0.1:80 on line 1"
            ),
        ]
    )
    func jsonOnly(_ json: String, _ place: String, _ message: String) {
        let document = judged("{\"version\": 1, \(json)}")
        #expect(document.diagnostics.map(\.message) == [message])
        #expect(document.diagnostics.map(marked) == [place])
    }

    @Test(
        "Some warnings concern rules only",
        arguments: [
            (
                "-A -t 10.0.0.1:80\n-a -t 10.0.0.1:80 -r 10.1.0.1:81 -g", "10.1.0.1:81",
                "with direct routing and tunnels servers have the port of the service: 80, not 81"
            ),
            (
                "-A -f 1\n-a -f 1 -r [fd00::1]:0 -i\n--start-daemon master --mcast-interface eth0",
                "--start-daemon",
                "the kernel starts no sync master beside a server of another address family than its service: "
                    + "[fd00::1]:0 of firewall mark 1 on line 2"
            ),
            (
                "-A -f 1\n--start-daemon backup --mcast-interface eth0\n-a -f 1 -r [fd00::1]:0 -i",
                "[fd00::1]:0",
                "the kernel takes no server of another address family than its service ([fd00::1]:0 of firewall mark 1) "
                    + "beside a sync daemon: the backup on line 2"
            ),
            (
                "-A -f 1\n-a -f 1 -r 10.1.0.1:81 -g", "10.1.0.1:81",
                "10.1.0.1:81 of firewall mark 1: the port is ignored, packets keep the port that the client called "
                    + "(only masquerading changes it)"
            ),
            (
                "-A -f 1\n-a -f 1 -r 10.1.0.1 -i --tun-type gue", "--tun-type",
                "--tun-type gue needs --tun-port"
            ),
            (
                "--set 1 2 3\n--set 4 5 6", "--set",
                "the timeouts were set on line 1 already (this line counts)"
            ),
            (
                "-A -f 1\n-a -f 1 -r 10.1.0.1 -m\n-a -f 1 -r 10.1.0.1 -m -w 2", "10.1.0.1",
                "10.1.0.1:0 is added twice to firewall mark 1, first on line 2"
            ),
            (
                "-A -f 1\n-a -f 1 -r 10.1.0.1 -m\n-a -f 1 -r 10.1.0.1 -m", "-a",
                "this repeats line 2 (and is ignored)"
            ),
        ]
    )
    func rulesOnly(_ rules: String, _ place: String, _ message: String) {
        let document = judged(rules)
        #expect(document.diagnostics.map(\.message) == [message])
        #expect(document.diagnostics.map(marked) == [place])
    }

    @Test(
        "A sound document has no warnings",
        arguments: [
            "-A -t 10.0.0.1:80 -s sh -b sh-fallback -p 300\n-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m",
            "-A -u 10.0.0.1:53 -s rr -o\n-a -u 10.0.0.1:53 -r 10.1.0.1:53 -g", "--set 900 120 300",
        ]
    )
    func noWarnings(_ rules: String) {
        #expect(judged(rules).diagnostics.map(\.message) == [])
    }

    @Test("A service whose servers have errors gets no warning about missing servers")
    func serverErrors() {
        for error in [
            "-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m -w x", "-a -t 10.0.0.1:80 -r 224.0.0.1:80 -m",
            "-a -t 10.0.0.1:8o -r 10.1.0.1:80 -m", "-x",
        ] {
            let document = judged("-A -t 10.0.0.1:80\n" + error)
            #expect(document.diagnostics.map(\.severity) == [.error], "\(error)")
        }
    }

    @Test("Errors elsewhere do not suppress the warnings of a service")
    func otherErrors() {
        let rules = "-A -f 1\n-A -f 2\n-a -f 2 -r 10.1.0.1 -w x\n--set 1 2"
        let messages = judged(rules).diagnostics.filter { $0.severity == .warning }.map(\.message)
        #expect(messages == ["firewall mark 1 has no real servers: its clients are refused"])
    }

    @Test("Warnings are sorted by place")
    func order() {
        let document = judged("-A -f 2 -s none\n-A -f 1 -s sh -p 0x")
        #expect(document.diagnostics.map(\.line) == document.diagnostics.map(\.line).sorted())
    }

    @Test("The number of warnings is limited")
    func limit() {
        let rules = (1...1100).map { "-A -f \($0)" }.joined(separator: "\n")
        let diagnostics = judged(rules).diagnostics
        #expect(diagnostics.count == 1001)
        #expect(
            diagnostics.last?.description
                == "web: warning: 100 more warnings are not shown, the first 1000 are"
        )
    }
}
