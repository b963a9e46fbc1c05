import Foundation
import Testing

/// Everything that lvsctl says to people, as it says it.
@Suite struct SessionTests {
    @Test("Each session prints what is recorded", arguments: try RecordedSession.all())
    func sessions(_ session: RecordedSession) throws {
        let difference = try session.difference()
        #expect(difference == nil, "\(difference ?? "")")
    }
}

/// Everything that lvsctl says to programs, as it is recorded.
@Suite struct SessionJSONTests {
    @Test("Session files are parsed", arguments: try RecordedSession.all())
    func parsing(_ session: RecordedSession) throws {
        for (command, answer) in session.blocks where shellWords(command).contains("--json") {
            let lines = answer.filter { !$0.hasPrefix("[") }.map {
                $0.hasPrefix("! ") ? $0.dropFirst(2) : $0[...]
            }
            let text = lines.joined(separator: "\n")
            let document = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(document?["version"] as? Int == 1, "\(command)")
            // An answer that is no, and what check says of a document, are results.
            let isResult = answer.last == "[1]" || command.contains("lvsctl check")
            let hasFailed = !isResult && (answer.last?.hasPrefix("[") ?? false)
            #expect((document?["error"] != nil) == hasFailed, "\(command)")
        }
    }
}
