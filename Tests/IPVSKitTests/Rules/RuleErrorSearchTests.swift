import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct RuleErrorSearchTests {
    /// Words of which some make sense in any order.
    private static let words = """
        -A -a -E -e -d -D -L --set --start-daemon --stop-daemon master nobody -t -u -f -6 -r 10.0.0.1:80 10.0.0.1:99999
        [2001:db8::1]:80 [2001:db8:: 7 x -s rr sh -b sh-port mh-port,none -p -p9 -M 64 255.0.0.0 -o --pe sip -m -g -i
        -w -w5 -x -y --tun-type gue --tun-port --tun-nocsum --syncid 300 --mcast-group 224.0.0.1 -n -c --nonsense -mw
        --weight=3 --masquerading=1 --
        """.split { $0.isWhitespace }.map(String.init)

    /// Reads a line and looks for its errors, as if it had been refused.
    private func read(_ line: String) -> (thrown: RuleError?, found: [RuleError]) {
        let text = Array((line + "\n").utf8)
        var reader = RuleReader()
        do throws(RuleError) {
            _ = try reader.next(in: text.span)
            return (nil, reader.errors(in: text.span))
        } catch {
            return (error, reader.errors(in: text.span))
        }
    }

    @Test("The first error is the parser's")
    func firstError() {
        let seed = UInt64.random(in: 0...1_000_000)
        var random = SeededGenerator(seed: seed)
        var several = 0
        for _ in 0..<20_000 {
            let start = random.pick(["-A -t 10.0.0.1:80", "-a -t 10.0.0.1:80 -r 10.0.0.2", "-A -f 1", ""])
            let line = ([start] + (0..<random.next() % 6).map { _ in random.pick(Self.words) })
                .joined(separator: " ")
            let (thrown, found) = read(line)
            #expect(found.first == thrown, "'\(line)', seed \(seed)")
            if found.count > 1 { several += 1 }
        }
        #expect(several > 1000)
    }

    /// Lines with the causes of their errors, in words.
    private static let lines = [
        (
            "-a -t 10.0.0.1:80 -r 10.0.0.3:99999 -w x -x -5",
            ["-r: '10.0.0.3:99999'", "-w: 'x'", "-x: '-5'"]
        ),
        ("-A -t 10.0.0.1:99999 -s rr -p 0 -M 64", ["-t: '10.0.0.1:99999'", "-p: '0'"]),
        ("-A -f 0 -6 -p x", ["-f: '0'", "-p: 'x'"]),
        (
            "-A -u 10.0.0.1:dns -s rr -b mh-port -w 5 -r 10.0.0.2",
            ["-u: '10.0.0.1:dns'", "mh-port", "take -r", "take -w"]
        ),
        ("-a -f 0 -r 10.0.0.2:80 -w 1 -w 2", ["-f: '0'", "-w may"]),
        ("-A -t 10.0.0.1:80 -q -s rr --nonsense", ["'-q'", "'--nonsense'"]),
        ("-a -w x", ["-w: 'x'", "needs -t", "needs -r"]),
        ("-D -t 10.0.0.1:80 -L -w 5", ["'-L'", "take -w"]),
        ("--set 1 x", ["2"]),
        ("--start-daemon nobody --syncid 300", ["'nobody'", "'300'"]),
        ("nonsense -w x", ["'nonsense' is not a command"]),
    ]

    @Test("All errors that do not follow from another are found", arguments: lines)
    func allErrors(_ line: String, causes: [String]) {
        let found = read(line).found.map(\.description)
        #expect(found.count == causes.count, "\(found)")
        for (text, cause) in zip(found, causes) { #expect(text.contains(cause)) }
    }
}
