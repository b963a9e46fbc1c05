import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit
@testable import lvsctl

/// Text that comes from the network, from files, names and other processes, on its way to a terminal or a program.
@Suite struct TextFromElsewhereTests {
    /// Escapes of a terminal, C0 and C1, and a character that turns the direction of text.
    private static let evil = "\u{1B}[31m\u{9B}31m\u{202E}\u{7}"

    private static let header =
        "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n"
    private static let syncHeader =
        "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Origin Expires\n"
    private static let entry = "TCP 0A000001 9C43 0A00000A 0050 0A000001 1F90 ESTABLISHED     894\n"

    /// lvsctl whose kernel's list of connections has these lines.
    private func harness(_ folder: borrowing ScratchFolder, connections lines: String) throws
        -> ProgramHarness
    {
        _ = try folder.write(Self.header + lines, to: "ip_vs_conn")
        _ = try folder.write(Self.syncHeader, to: "ip_vs_conn_sync")
        let harness = ProgramHarness()
        harness.kernel = StandInTable(connectionsOf: ProcTable(folder: folder.path, ticksPerSecond: 100))
        harness.procFolder = folder.path
        return harness
    }

    private func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" }
    }

    @Test("Whatever the kernel's list of connections holds is printable, in rows and in errors")
    func connections_arePrintable() throws {
        let forged =
            "T\u{1B}]0\u{7} 0A050009 1F90 0A050001 0050 0A060001 0050 E\u{1B}[31m 899 s\u{1B}]p dat\u{9B}\n"
        let folder = try ScratchFolder()
        let harness = try harness(folder, connections: forged + "y\n\u{1B}]0;x\u{7} z\n" + Self.entry)
        for words in [["connections"], ["connections", "--count"], ["connections", "--resolve"]] {
            let run = harness.run(words)
            #expect(isPlain(run.output), "\(words)")
            #expect(isPlain(run.errors), "\(words)")
            #expect(run.output.contains("e?[31m") || run.output.contains("E?[31m"))
            #expect(run.output.contains("ESTABLISHED"))
            #expect(run.errors.contains("2 lines of "))
            #expect(run.status == 3)
        }
        let json = harness.run(["connections", "--json"])
        #expect(isPlain(json.output))
        let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        let entries = try #require(document?["connections"] as? [[String: Any]])
        #expect(entries.map { $0["state"] as? String } == ["E\u{1B}[31m", "ESTABLISHED"])
        let failure = try JSONSerialization.jsonObject(with: Data(json.errors.utf8)) as? [String: Any]
        let error = try #require(failure?["error"] as? [String: Any])
        #expect(error["kind"] as? String == "unreadable-lines")
        #expect(error["count"] as? Int == 2)
    }

    @Test(
        "ipvsadm's list keeps its bytes in a pipe, is printable on a terminal, and leaves out the same lines"
    )
    func ipvsadmConnections_arePrintableOnATerminal() throws {
        let evil = "UDP 0A000001 0000 0A00000A 13C4 0A000001 13C4 UDP\u{1B}[31m 298 sip a\u{1B}[31mb\n"
        let folder = try ScratchFolder()
        let harness = try harness(folder, connections: evil + "odd\n" + Self.entry)
        let piped = harness.run(["-Lnc", "--persistent-conn"])
        #expect(piped.output.contains("UDP\u{1B}[31m"))
        #expect(piped.output.contains("a\u{1B}[31mb"))
        harness.terminal = Terminal(width: 80, isInteractive: true, refusesColor: false)
        let shown = harness.run(["-Lnc", "--persistent-conn"])
        #expect(isPlain(shown.output))
        #expect(shown.output.contains("ESTABLISHED") && piped.output.contains("ESTABLISHED"))
        for run in [piped, shown] {
            #expect(run.errors.hasPrefix("1 line of "))
            #expect(run.status == 0)
        }
    }

    @Test("Names that the system answers, and what the holder of the lock says of itself, are printable")
    func namesAndNotes_arePrintable() throws {
        let harness = ProgramHarness()
        harness.kernel = BusyTable.make()
        harness.names = EvilNames(Self.evil)
        harness.lockHolder = "process 7 \(Self.evil)"
        for words in [
            ["list", "--resolve"], ["connections", "--resolve"], ["connections", "--count", "--resolve"],
        ] {
            let run = harness.run(words)
            #expect(run.output.contains("name"), "\(words)")
            #expect(isPlain(run.output), "\(words)")
        }
        let run = harness.run(["add-service", "-t", "10.9.9.9:80"])
        #expect(run.errors.contains("process 7 ?[31m?31m??"))
        #expect(isPlain(run.errors))
    }

    @Test("A document's text is printable wherever it is shown, and kept in JSON")
    func documents_arePrintable() throws {
        let folder = try ScratchFolder()
        // No document may say this, but a table in memory can hold it.
        let name: KernelName = "a\u{1B}[31m\u{9B}m"
        let service = VirtualService(
            .tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80)),
            scheduler: Scheduler(rawValue: name)
        )
        let daemon = SyncDaemon(.master, interface: name)
        let harness = ProgramHarness()
        harness.kernel = StandInTable(
            TableSnapshot(
                services: [ObservedService(service)],
                timeouts: ConnectionTimeouts(),
                daemons: [daemon]
            )
        )
        let empty = try folder.write("# nothing\n-A -t 10.0.0.2:80 -s rr\n", to: "other.rules")
        for words in [["list"], ["diff", empty], ["restore", "--dry-run", empty], ["sync", "status"]] {
            let run = harness.run(words)
            #expect(isPlain(run.output) && isPlain(run.errors), "\(words)")
            #expect((run.output + run.errors).contains("a?[31m?m"), "\(words)")
        }
        let json = harness.run(["list", "--json"]).output
        #expect(isPlain(json))
        #expect(json.contains(#""a\u001b[31m\u009bm""#))
        #expect(isPlain(harness.run(["save", "--no-header"]).output))
        #expect(harness.run(["save", "--json"]).output.contains(#""a\u001b[31m\u009bm""#))
    }

    @Test("JSON escapes what is not printable and keeps the rest")
    func json_escapesWhatIsNotPrintable() throws {
        var writer = JSONWriter(.compact)
        writer.value("é\u{9B}\u{202E}\u{10FFFF}😀\u{7F}\n\"")
        writer.finish()
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == #""é\u009b\u202e\udbff\udfff😀\u007f\n\"""# + "\n")
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        #expect(value as? String == "é\u{9B}\u{202E}\u{10FFFF}😀\u{7F}\n\"")
    }

    @Test("After a trace an error in JSON is the last line")
    func jsonError_isTheLastLineAfterATrace() throws {
        let harness = ProgramHarness()
        let run = harness.run(["delete-service", "-t", "10.0.0.1:80", "--json", "--trace"])
        #expect(run.status == 3)
        let last = try #require(run.errors.split(separator: "\n").last)
        let document = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
        #expect(document?["error"] != nil)
    }
}

/// Host and service names that a terminal would act on.
private final class EvilNames: NameLookup {
    private let evil: String
    let hasTimedOut = false

    init(_ evil: String) {
        self.evil = evil
    }

    func addresses(of host: String) throws(NameError) -> [IPAddress] { throw .unknown }
    func port(of service: String, for serviceProtocol: ServiceProtocol) throws(NameError) -> UInt16? { nil }
    func names(of addresses: [IPAddress]) -> [IPAddress: String] {
        Dictionary(uniqueKeysWithValues: addresses.map { ($0, "name\(evil)") })
    }
    func serviceNames() -> [ServicePort: String] {
        [ServicePort(port: 80, serviceProtocol: .tcp): "web\(evil)"]
    }
}
