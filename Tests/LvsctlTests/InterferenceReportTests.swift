import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit
@testable import lvsctl

/// What is said at the end when another program changed the table in the middle.
@Suite struct InterferenceReportTests {
    /// A kernel whose first change is followed by another program's: a service goes that nobody changed.
    private func harness() -> ProgramHarness {
        let harness = ProgramHarness()
        let fake = FakeKernel()
        harness.kernel = fake.table()
        for words in ["add-service -f 1 -s rr", "add-service -f 2 -s rr"] {
            #expect(harness.run(shellWords(words)).status == 0)
        }
        var wasChanged = false
        fake.beforeRequest = { fake, command in
            if command == IPVSCommand.setService { wasChanged = true }
            guard command == IPVSCommand.getService, wasChanged else { return }
            wasChanged = false
            fake.configuration.services[.firewallMark(2, .ipv4)] = nil
        }
        return harness
    }

    private func restore(_ options: String...) throws -> ProgramRun {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try "-A -f 1 -s wrr\n-A -f 2 -s rr\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return harness().run(["restore"] + options + [file.path])
    }

    @Test("The summary counts all attempts")
    func summary() throws {
        let run = try restore()
        #expect(run.output == "added 1 service; edited 1 service\n")
        #expect(run.status == 0)
    }

    @Test("JSON lists all changes in their order")
    func json() throws {
        let run = try restore("--json")
        let operations = run.output.split(separator: "\n").filter { $0.contains("operation") }
        #expect(operations.map { $0.filter(\.isLetter) } == ["operationeditservice", "operationaddservice"])
        // From what to what, also of the first attempt.
        #expect(run.output.contains(#""scheduler": {"from": "rr", "to": "wrr"}"#))
        #expect(run.status == 0)
    }
}
