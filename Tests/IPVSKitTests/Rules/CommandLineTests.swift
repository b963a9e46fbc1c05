import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

/// A command line and what ipvsadm does with it.
struct RecordedLine: CustomTestStringConvertible, Sendable {
    var line: String
    var outcome: String
    var place: String

    var testDescription: String { line }

    /// The rows of a fixture that are not comments.
    static func read(_ name: String) throws -> [RecordedLine] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/Rules")
        let path = name.hasPrefix("/") ? URL(filePath: name) : folder.appending(path: name)
        let rows = try String(contentsOf: path, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        return rows.enumerated().compactMap { number, row in
            let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
            guard !row.hasPrefix("#"), fields.count >= 2 else { return nil }
            return RecordedLine(
                line: fields.dropLast().joined(separator: "\t"),
                outcome: String(fields[fields.count - 1]),
                place: "\(name):\(number + 1)"
            )
        }
    }
}

/// The names that the recordings were made with.
final class TestNames: NameResolver {
    func addresses(ofHost name: String, family: AddressFamily) -> [IPAddress] {
        guard family == .ipv4 else { return [] }
        let short = name.hasSuffix(".example.test") ? String(name.dropLast(".example.test".count)) : name
        let hosts = [
            "localhost": "127.0.0.1", "ip6-localhost": "127.0.0.1", "vip": "10.0.0.10", "rs1": "10.0.0.11",
        ]
        return hosts[short].flatMap { IPAddress($0) }.map { [$0] } ?? []
    }

    func port(ofService name: String, serviceProtocol: ServiceProtocol) -> UInt16? {
        switch (name, serviceProtocol) {
        case ("http", .tcp): 80
        case ("https", .tcp): 443
        case ("ssh", .tcp): 22
        case ("domain", .tcp), ("domain", .udp): 53
        case ("sip", _): 5060
        default: nil
        }
    }
}

@Suite struct CommandLineTests {
    /// What the parser makes of a line, in the words of the recordings.
    private static func outcome(_ line: String) -> String {
        var reader = RuleReader(resolver: TestNames())
        let bytes = Array(line.utf8)
        return outcome { () throws(RuleError) in try reader.next(in: bytes.span) ?? .list(ListOptions()) }
    }

    private static func outcome(_ parse: () throws(RuleError) -> RuleCommand?) -> String {
        do throws(RuleError) {
            switch try parse() {
            case .change(let change):
                // A line that cannot be read back is written as a comment.
                let line = RulesWriter.line(change)
                return String(line.split(separator: ": ", maxSplits: 2).last ?? "")
            case .list(let options): return describe(options)
            case .save: return "save"
            case .restore: return "restore"
            case .help: return "help"
            case .version: return "version"
            case nil: return "nothing"
            }
        } catch {
            let message = escapes.reduce(error.ipvsadmMessage()) { $0.replacing($1.0, with: $1.1) }
            return "\(error.ipvsadmStatus) \(message)"
        }
    }

    private static let escapes = [
        ("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"), ("\u{B}", "\\v"), ("\u{C}", "\\f"),
    ]

    private static func describe(_ options: ListOptions) -> String {
        switch options.subject {
        case .services: return "list services \(options.format)"
        case .service(let identity):
            return "list " + RulesWriter.line(.deleteService(identity)).dropFirst("-D ".count)
        case .connections: return "list connections"
        case .timeouts: return "list timeouts"
        case .daemons: return "list daemons"
        }
    }

    // LVSCTL_COMMAND_LINES names one more file of recordings, for long comparisons.
    @Test(
        "Command lines mean what they mean to ipvsadm",
        arguments: ["command-lines.txt", "option-matrix.txt", "random-command-lines.txt"]
            + (ProcessInfo.processInfo.environment["LVSCTL_COMMAND_LINES"].map { [$0] } ?? [])
    )
    func ipvsadm(file: String) throws {
        let rows = try RecordedLine.read(file)
        #expect(rows.count > 500)
        // In documents the word says nothing, unlike on a command line.
        for row in rows where row.outcome != "crash" && row.outcome != "2 unexpected argument ipvsadm" {
            #expect(Self.outcome(row.line) == row.outcome, "\(row.place): \(row.line)")
        }
    }

    @Test(
        "Written lines are read back",
        arguments: ["command-lines.txt", "option-matrix.txt", "random-command-lines.txt"]
    )
    func roundTrip(file: String) throws {
        let rules = Set(try RecordedLine.read(file).map(\.outcome).filter { $0.hasPrefix("-") })
        #expect(rules.count > 50)
        for rule in rules where !rule.hasSuffix(" ") { #expect(Self.outcome(rule) == rule) }
    }

    @Test("Lines are read as by ipvsadm -R")
    func restoreLines() throws {
        for row in try RecordedLine.read("restore-lines.txt") {
            var reader = RuleReader(resolver: TestNames(), asRestore: true)
            let line = Self.escapes.reversed().reduce(row.line) { $0.replacing($1.1, with: $1.0) }
            let bytes = Array((line + "\n").utf8)
            let outcome = Self.outcome { () throws(RuleError) in try reader.next(in: bytes.span) }
            let shown = outcome.hasPrefix("list") ? "list" : outcome
            // A line that cannot be read back has become a comment, and has no control characters.
            #expect(shown == row.outcome.printable, "\(row.place): \(row.line)")
        }
    }

    @Test("Options end at the first plain word")
    func plainWords() throws {
        var parser = CommandLineParser(stopsAtPlainWord: true)
        let lines = [
            ["-L", "foo", "-z"]: "2 unexpected argument foo",
            ["foo", "-L"]: "255 Try `ipvsadm -h' or 'ipvsadm --help' for more information.",
            ["--set", "1", "2", "3", "-n"]: "2 unexpected argument -n",
            ["-A", "-p", "x", "-z"]: "2 invalid timeout value `x' specified",
        ]
        for (words, expected) in lines {
            let arguments = ArgumentList(words.map { Array($0.utf8) })
            #expect(Self.outcome { () throws(RuleError) in try parser.parse(arguments) } == expected)
        }
    }

    @Test("Words that are already separate are read")
    func separateWords() throws {
        var parser = CommandLineParser(resolver: TestNames())
        let words = ["-A", "-t", "10.0.0.1 with blanks:80", "--scheduler="].map { Array($0.utf8) }
        let service = VirtualService(.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80)))
        #expect(try parser.parse(ArgumentList(words)) == .change(.addService(service)))
        #expect(try parser.parse(ArgumentList([])) == .list(ListOptions()))
        let error = #expect(throws: RuleError.self) {
            try parser.parse(ArgumentList(["-A", "--bogus"].map { Array($0.utf8) }))
        }
        #expect(error?.columns == 3..<10)
    }

    @Test("All options of a listing are read")
    func listOptions() throws {
        var parser = CommandLineParser()
        let words = ["-Ln", "--exact", "--nosort", "--persistent-conn"].map { Array($0.utf8) }
        var options = ListOptions()
        options.format = .persistentConnections
        options.isNumeric = true
        options.isExact = true
        options.isSorted = false
        options.showsEngineData = true
        #expect(try parser.parse(ArgumentList(words)) == .list(options))
        #expect(try parser.parse(ArgumentList([Array("-Sn".utf8)])) == .save(isNumeric: true))
    }
}
