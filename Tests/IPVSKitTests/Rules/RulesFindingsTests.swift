import IPVSKit
import IPVSTestSupport
import Testing

/// Rules that are well-formed, and would not do what is meant.
@Suite struct RulesFindingsTests {
    static let cases = [
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
                "6:6-8 warning: -M has no effect before the service (write it after)",
                "7:24-26 warning: -M 24 means the mask 0.0.0.24 (write a mask such as 255.255.255.0)",
                "7:24-26 warning: the mask 0.0.0.24 has holes (use one such as 255.255.255.0, or /24)",
                "11:18-20 warning: -M has no effect before -6 (write it after)",
                "12:6-8 warning: -M has no effect before -6 (write it after)",
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

    @Test("Configuration errors and likely mistakes are found at their place", arguments: cases)
    func findings(example: DocumentCase) {
        example.check()
    }
}
