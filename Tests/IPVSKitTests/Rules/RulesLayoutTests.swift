import IPVSKit
import IPVSTestSupport
import Testing

/// How rules are laid out: quotes, comments, line breaks, and what a cut leaves.
@Suite struct RulesLayoutTests {
    private static let noLineBreak =
        "the last line does not end in a line break (the document may have been cut off; add one if not)"

    static let cases = [
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
                "2:1-3 error: '-s' is not a command (a rule begins with one, such as -A or -a)",
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

    @Test("Quotes, comments and line breaks are read, and what is cut off is found", arguments: cases)
    func layout(example: DocumentCase) {
        example.check()
    }
}
