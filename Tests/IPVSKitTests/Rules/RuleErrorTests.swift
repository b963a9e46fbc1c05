import IPVSKit
import Testing

/// A line, and how it is refused in a document: the part of it that is meant, and the message.
private struct Refusal: CustomTestStringConvertible, Sendable {
    var line: String
    var part: String
    var message: String

    var testDescription: String { line }

    init(_ line: String, _ part: String, _ message: String) {
        self.line = line
        self.part = part
        self.message = message
    }
}

@Suite struct RuleErrorTests {
    private static let words = [
        Refusal("foo", "foo", "'foo' is not a command (a rule begins with one, such as -A or -a)"),
        Refusal(
            "lb_algo rr",
            "lb_algo",
            "'lb_algo' is not a command (a rule begins with one, such as -A or -a)"
        ),
        Refusal(
            "add-service -t 10.0.0.1:80",
            "add-service",
            "'add-service' is not a command (-A or --add-service is one)"
        ),
        Refusal("set 1 2 3", "set", "'set' is not a command (--set is one)"),
        Refusal(
            "--add-sevice -f 1",
            "--add-sevice",
            "'--add-sevice' is not a command (did you mean '--add-service'?)"
        ),
        Refusal(
            "--start-daemon",
            "--start-daemon",
            "'--start-daemon' needs a value (master or backup)"
        ),
        Refusal(
            "\u{2013}A -f 1",
            "\u{2013}A",
            "'\u{2013}A' is not a command (it has an en dash, U+2013, where '-' is meant)"
        ),
        Refusal(
            "\u{FEFF}-A -f 1",
            "\u{FEFF}-A",
            "'\u{FEFF}-A' is not a command (it has a byte order mark, U+FEFF, to be removed)"
        ),
        Refusal(
            "-A -f 1 \u{2013}s rr",
            "\u{2013}s",
            "'\u{2013}s' belongs to no option (it has an en dash, U+2013, where '-' is meant)"
        ),
        Refusal(
            "-A\u{A0}-f 1",
            "-A\u{A0}-f",
            "there is no option '-A\u{A0}-f' (it has a no-break space, U+00A0, where a space is meant)"
        ),
        Refusal(
            "-A -f 1\u{A0}-s rr",
            "1\u{A0}-s",
            "-f: '1\u{A0}-s' is not a firewall mark (1 to 4294967295) "
                + "(it has a no-break space, U+00A0, where a space is meant)"
        ),
        Refusal(
            "-A -f 1 --shceduler rr",
            "--shceduler",
            "there is no option '--shceduler' (did you mean '--scheduler'?)"
        ),
        Refusal(
            "-t 10.0.0.1:80 -A",
            "-t",
            "'-t' is not a command (a rule begins with one, such as -A or -a)"
        ),
        Refusal("-A -f 1 -D", "-D", "'-D' is a second command; a line has one"),
        Refusal("-A -f 1 --bogus=3 -w x", "--bogus=3", "there is no option '--bogus=3'"),
        Refusal("-A -f 1 -s", "-s", "'-s' needs a value"),
        Refusal("-A -f 1 --ops=1", "--ops=1", "'--ops=1': the option has no value"),
        Refusal("-A -f 1 rr", "rr", "'rr' belongs to no option"),
        Refusal("-A -f 1 -t 10.0.0.1:80", "-t", "-t, -u, -f or --sctp-service may be given only once"),
        Refusal(
            "-A -6 -f 1",
            "-6",
            "-6 belongs after -f MARK, and only there (an IPv6 address needs no -6)"
        ),
        Refusal("--set 1 2", "--set", "--set needs three timeouts (TCP, TCP-FIN and UDP), not 2"),
    ]

    private static let values = [
        Refusal(
            "-A -f -1",
            "-1",
            "-f: '-1' is not a firewall mark (1 to 4294967295) (ipvsadm writes 4294967295 like this)"
        ),
        Refusal("-A -f 0", "0", "-f: '0' is not a firewall mark (1 to 4294967295)"),
        Refusal(
            "-A -f 1 -p rr",
            "rr",
            "-p: 'rr' is not a persistence timeout (1 to 2678400 seconds)"
        ),
        Refusal("-a -f 1 -r 10.0.0.2 -w -1", "-1", "-w: '-1' is not a weight (0 to 2147483647)"),
        Refusal(
            "-a -f 1 -r 10.0.0.2 -w=1x",
            "-w=1x",
            "-w: '1x' is not a weight (0 to 2147483647)"
        ),
        Refusal("--set 1 x 3", "x", "--set: 'x' is not a timeout (0 to 2678400 seconds)"),
        Refusal("--start-daemon all", "all", "--start-daemon: 'all' is not a role (master or backup)"),
        Refusal("--stop-daemon all", "all", "--stop-daemon: 'all' is not a role (master or backup)"),
        Refusal(
            "--start-daemon master --mcast-group 10.0.0.1",
            "10.0.0.1",
            "--mcast-group: '10.0.0.1' is not a multicast address (such as 224.0.0.81 or ff02::81)"
        ),
        Refusal(
            "-a -f 1 -r 10.0.0.2 -i --tun-type GUE",
            "GUE",
            "--tun-type: 'GUE' is not a kind of tunnel (ipip, gue or gre)"
        ),
        Refusal(
            "-A -t [::1]:80 -p -M 129",
            "129",
            "-M: '129' is not a mask (such as 255.255.255.0 for IPv4; a prefix length from 1 to 128 for IPv6)"
        ),
        Refusal(
            "-A -f 1 -p -M /24",
            "/24",
            "-M: '/24' is not a mask (such as 255.255.255.0 for IPv4; a prefix length from 1 to 128 for IPv6)"
        ),
        Refusal(
            "-A -f 1 -b sh-port",
            "sh-port",
            "-b: the flag 'sh-port' is not one of the scheduler wlc (-s sh has it)"
        ),
        Refusal(
            "-A -f 1 -b up",
            "up",
            "-b: there is no scheduler flag 'up' (flag-1 flag-2 flag-3 sh-fallback sh-port mh-fallback mh-port)"
        ),
    ]

    private static func address(_ text: String, _ error: String) -> Refusal {
        Refusal(
            "-A -t '\(text)' -s rr",
            "'\(text)'",
            "-t: '\(text)': \(error) (ADDRESS:PORT, or [IPV6]:PORT)"
        )
    }

    private static let addresses = [
        address("", "no address"),
        address("80", "a number is neither an address nor ADDRESS:PORT"),
        address("[::1]", "']' must be followed by ':' and a port"),
        address("[::1", "']' must be followed by ':' and a port"),
        address("[::1]:", "no port after ':'"),
        address("[::1]:x", "'x' is no port from 0 to 65535, nor a known service"),
        address("10.0.0.1:", "no port after ':'"),
        address("10.0.0.1:65536", "'65536' is no port from 0 to 65535, nor a known service"),
        address(":80", "no address before ':'"),
        address("10.0.0.256:80", "'10.0.0.256' is neither an address nor a known host"),
        address("[x]:80", "'x' is neither an address nor a known host"),
    ]

    private static let combinations = [
        Refusal(
            "-A -s rr",
            "",
            "-A needs -t, -u, -f or --sctp-service"
        ),
        Refusal("-a -f 1", "", "-a needs -r"),
        Refusal("-A -f 1 -w 1", "-w", "-A does not take -w"),
        Refusal("-Cn", "-Cn", "-C does not take -n"),
        Refusal("-L -c --daemon", "--daemon", "--daemon and -c exclude each other"),
        Refusal("-L -c --stats", "--stats", "these options for listing exclude each other"),
        Refusal(
            "-A -t 10.0.0.1",
            "10.0.0.1",
            "the port is missing (write ADDRESS:PORT; a service for every port needs -p)"
        ),
        Refusal(
            "-A -t 10.0.0.1:0",
            "10.0.0.1:0",
            "port 0 (every port) only works with persistence (give a port, or add -p)"
        ),
        Refusal("-A -t 10.0.0.1:80 -o", "-o", "-o (one-packet scheduling) only works with -u and -f"),
        Refusal(
            "-a -f 1 -r ::1 -m",
            "::1",
            "the server is not of the address family of its service, which only tunnel servers may be (-i)"
        ),
        Refusal("-a -f 1 -r 10.0.0.2 -m --tun-csum", "--tun-csum", "tunnel options need -i"),
        Refusal(
            "-a -f 1 -r 10.0.0.2 -i --tun-type gue",
            "--tun-type",
            "--tun-type gue needs --tun-port"
        ),
        Refusal(
            "-a -f 1 -r 10.0.0.2 -i --tun-port 5",
            "--tun-port",
            "--tun-type ipip does not take --tun-port"
        ),
        Refusal(
            "-a -f 1 -r 10.0.0.2 -i --tun-type gre --tun-csum --tun-nocsum",
            "--tun-csum",
            "--tun-csum and --tun-nocsum exclude each other"
        ),
    ]

    @Test("Errors say what is wrong and where", arguments: words + values + addresses + combinations)
    private func errors(refusal: Refusal) {
        var reader = RuleReader()
        let bytes = Array(refusal.line.utf8)
        let error = #expect(throws: RuleError.self) { try reader.next(in: bytes.span) }
        #expect(error?.description == refusal.message)
        let part = error.map { String(decoding: bytes[$0.columns], as: UTF8.self) }
        #expect(part == refusal.part)
    }
}
