import IPVSKit
import IPVSTestSupport
import Testing

/// Rules that depend on those before them.
@Suite struct RulesOrderTests {
    static let cases = [
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
                "3:0-2 warning: this repeats line 1 (and is ignored)",
                "4:0-2 warning: this repeats line 2 (and is ignored)",
                "6:0-14 warning: this repeats line 5 (and is ignored)",
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
                "4:11-21 error: -r: '10.0.0.300': '10.0.0.300' is neither an address nor a known host "
                    + "(ADDRESS:PORT, or [IPV6]:PORT)",
                "6:6-15 error: -t: 'nosuch:80': 'nosuch' is neither an address nor a known host "
                    + "(ADDRESS:PORT, or [IPV6]:PORT)",
            ],
            rules: "-A -f 1 -s wlc\n"
        ),
        DocumentCase(
            "what changes nothing",
            "-L -n\n-A -f 1 -s rr\n-S\n-R\n--help\n-v\n",
            findings: [
                "1:0-2 error: -L changes nothing, and does not belong in a document",
                "3:0-2 error: -S changes nothing, and does not belong in a document",
                "4:0-2 error: -R changes nothing, and does not belong in a document",
                "5:0-6 error: -h changes nothing, and does not belong in a document",
                "6:0-2 error: -v changes nothing, and does not belong in a document",
            ],
            rules: "-A -f 1 -s rr\n"
        ),
    ]

    @Test("Each rule is applied to what the rules before it made", arguments: cases)
    func order(example: DocumentCase) {
        example.check()
    }
}
