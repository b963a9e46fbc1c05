import Foundation
import IPVSKit
import Testing

@testable import lvsctl

/// Command lines that cannot be meant: what is recorded of them in `Sessions/wrong-command-lines.txt`, which
/// ``SessionTests`` plays, is as it should be.
@Suite struct WrongCommandLineTests {
    /// What is recorded: the command lines, each with the lines below it.
    private let recorded: [(command: String, answer: [String])]

    init() throws {
        recorded = try RecordedSession.all().first { $0.name == "wrong-command-lines.txt" }?.blocks ?? []
    }

    private var wrong: [(command: String, answer: [String])] {
        let saves = recorded.indices.filter { recorded[$0].command == "lvsctl save" }
        guard let first = saves.first, let last = saves.last else { return [] }
        return Array(recorded[(first + 1)..<last])
    }

    @Test("There are many wrong command lines")
    func count() {
        #expect(wrong.count >= 150)
    }

    @Test("A wrong command line is answered with one line")
    func oneLine() {
        for (command, answer) in wrong {
            #expect(answer.count == 2 && answer.last == "[2]", "\(command): \(answer)")
            #expect(answer.first?.hasPrefix("! lvsctl: ") ?? false, "\(command): \(answer)")
        }
    }

    @Test("A wrong command line leaves the table alone")
    func table() {
        let saves = recorded.filter { $0.command == "lvsctl save" }.map(\.answer)
        #expect(saves.count == 2 && saves.first == saves.last && saves.first?.isEmpty == false)
    }

    @Test("A file's name that is not UTF-8 is refused, since another file would be meant without those bytes")
    func areNotText() {
        let words: [[UInt8]] = [Array("lvsctl".utf8), Array("save".utf8), Array("o".utf8) + [0xFF, 0x1B]]
        let run = ProgramHarness().run(ArgumentList(words))
        #expect(run.status == 2)
        #expect(run.errors == "lvsctl: 'o\\xff\\x1b' is not UTF-8\n")
    }

    @Test("A wrong command line is answered in JSON too")
    func json() throws {
        for (index, (command, answer)) in wrong.enumerated() where index.isMultiple(of: 5) {
            let words = Array(shellWords(command).dropFirst())
            let hasVerb = VerbTable.isVerb(words.first ?? "")
            let run = ProgramHarness().run(hasVerb ? ["--json"] + words : words + ["--json"])
            guard run.status == 2, run.errors.hasPrefix("{") else { continue }
            let document = try JSONSerialization.jsonObject(with: Data(run.errors.utf8))
            let error = (document as? [String: Any])?["error"] as? [String: Any]
            let message = error?["message"] as? String
            #expect("! lvsctl: \(message ?? "")" == answer.first, "\(command)")
            #expect(error?["status"] as? Int == 2, "\(command)")
        }
    }
}
