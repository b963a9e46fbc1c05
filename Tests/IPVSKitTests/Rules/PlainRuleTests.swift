import IPVSTestSupport
import Testing

@testable import IPVSKit

/// Rules as they are saved are read by a shortcut; with a blank behind it, the same line is not.
@Suite struct PlainRuleTests {
    /// What a reader makes of a line: the command, its warnings, and where its options are.
    private static func outcome(_ line: [UInt8], asRestore: Bool) -> String {
        var reader = RuleReader(asRestore: asRestore)
        do {
            let command = try reader.next(in: line.span)
            let columns = [nil, .serviceAddress, .realServer, OptionColumn(.weight), .scheduler].map {
                reader.columns(of: $0, in: line.span)
            }
            return
                "\(command.map { "\($0)" } ?? "-") \(reader.warnings(in: line.span)) \(columns) \(reader.line)"
        } catch {
            return "\(error) \(reader.line)"
        }
    }

    /// What comes after another line is read as if it were alone, whatever of it is the same.
    private static func expectSameAfter(_ before: [UInt8], _ line: [UInt8]) {
        let both = before + line
        let alone = PlainRule(line.span, from: 0)
        let last = PlainRule(both.span, from: 0)
        let after = PlainRule(both.span, from: before.count, after: last)
        #expect(after?.identity == alone?.identity && after?.server == alone?.server)
        #expect(after?.end == alone.map { $0.end + before.count })
    }

    private static func isPlain(_ line: String) -> Bool { PlainRule(Array(line.utf8).span, from: 0) != nil }

    @Test(
        "The shortcut and the grammar make the same of every line, also of damaged ones",
        arguments: [false, true]
    )
    func shortcut_readsAsTheGrammarDoes(asRestore: Bool) {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("0123456789.:-atursmgwi[]x \t\r\n".utf8)
        var plainCount = 0
        for _ in 0..<5000 {
            let numbers = (0..<12).map { _ in
                random.pick([0, 1, 9, 10, 80, 80, 99, 100, 255, 256, 65535, 65536])
            }
            func endpoint(_ first: Int) -> String {
                "\(numbers[first..<first + 4].map { "\($0 % 257)" }.joined(separator: ".")):\(numbers[first + 4])"
            }
            let (service, method) = (random.pick(["-t", "-u", "-f"]), random.pick(["-m", "-g", "-i"]))
            var line = Array(
                "-a \(service) \(endpoint(0)) -r \(endpoint(5)) \(method) -w \(numbers[11])".utf8
            )
            let before = line + Array("\n".utf8)
            for _ in 0..<random.next() % 3 {
                let place = Int(random.next() % UInt64(line.count))
                switch random.next() % 3 {
                case 0: line.remove(at: place)
                case 1: line.insert(random.pick(alphabet), at: place)
                default: line[place] = random.pick(alphabet)
                }
            }
            let plain = line + Array("\n".utf8)
            if PlainRule(plain.span, from: 0) != nil { plainCount += 1 }
            Self.expectSameAfter(before, plain)
            let detour = line + Array(" \n".utf8)
            #expect(
                Self.outcome(plain, asRestore: asRestore) == Self.outcome(detour, asRestore: asRestore),
                "\(String(decoding: line, as: UTF8.self))"
            )
        }
        #expect(plainCount > 100)
    }

    @Test("What is saved takes the shortcut")
    func savedRule_isPlain() {
        #expect(Self.isPlain("-a -t 10.0.0.1:80 -r 172.16.0.1:8080 -m -w 1\n"))
        #expect(Self.isPlain("-a -u 10.0.0.1:53 -r 172.16.0.1:53 -g -w 65535\n"))
    }

    @Test(
        "What is not quite so goes the long way",
        arguments: [
            "-a -t 10.0.0.1:80 -r 172.16.0.1:8080 -m -w 1", "-a -t 10.0.0.1:80 -r 172.16.0.1:8080 -m -w 1 \n",
            "-a -t 10.0.0.1:80 -r 172.16.0.1:81 -g -w 1\n", "-a -t 10.0.0.01:80 -r 172.16.0.1:80 -m -w 1\n",
            "-a -t 10.0.0.1:80 -r 172.16.0.1:80 -m -w 01\n", "-e -t 10.0.0.1:80 -r 172.16.0.1:80 -m -w 1\n",
            "-a -t 10.0.0.1:80 -r 172.16.0.1:80 -m -w \n", "-a -t 10.0.0.1:80", "-a -t ", "-a", "",
        ]
    )
    func otherLine_isNotPlain(line: String) {
        #expect(!Self.isPlain(line))
    }
}
