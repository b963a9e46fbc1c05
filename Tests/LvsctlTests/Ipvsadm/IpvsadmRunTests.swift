import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit
@testable import lvsctl

/// What lvsctl does as ipvsadm where no comparison with ipvsadm can show it.
@Suite struct IpvsadmRunTests {
    private static let rules = """
        -A -t 10.0.0.1:80 -s rr
        -a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1
        -a -t 10.0.0.1:80 -r 10.0.0.3:80 -m -w 1

        """

    @Test("Restoring the same rules changes nothing")
    func restoreSame() throws {
        let kernel = try loadedKernel()
        let before = kernel.requestCount
        let run = try self.run("ipvsadm-restore", [], on: kernel, input: "# saved\n" + Self.rules)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(kernel.requestCount == before)
    }

    @Test("Restoring changes only what differs")
    func restoreDifference() throws {
        let kernel = try loadedKernel()
        var commands: [UInt8] = []
        kernel.beforeRequest = { _, command in
            let isReading = command == IPVSCommand.getService || command == IPVSCommand.getServer
            if !isReading { commands.append(command) }
        }
        let input = Self.rules.replacingOccurrences(of: "10.0.0.3:80 -m -w 1", with: "10.0.0.3:80 -m -w 7")
        #expect(try run("ipvsadm-restore", [], on: kernel, input: input).status == 0)
        #expect(commands == [IPVSCommand.setServer])
    }

    @Test("A restore that gives up waiting names the holder of the lock")
    func restoreLocked() throws {
        let kernel = try loadedKernel()
        let run = try self.run("ipvsadm-restore", [], on: kernel, input: "-A -f 1\n", lockHolder: "process 7")
        #expect(run.errors == "ipvsadm-restore: process 7 is changing the table; nothing was changed\n")
        #expect(run.status != 0)
    }

    /// ipvsadm's own script would leave an empty or a half table.
    @Test(
        "A line that ends the restore leaves the table alone",
        arguments: [
            ("-A -t bogus\n", "illegal virtual server address[:port] specified", Int32(2)),
            (" # no comment\n", "Try `ipvsadm -h' or 'ipvsadm --help' for more information.", 255),
            ("-R\n", "Try `ipvsadm -h' or 'ipvsadm --help' for more information.", 255),
        ]
    )
    func restoreFatalLine(_ line: String, _ message: String, _ status: Int32) throws {
        let kernel = try loadedKernel()
        let before = kernel.configuration
        let run = try self.run("ipvsadm-restore", [], on: kernel, input: "-A -f 1\n" + line)
        #expect(run.errors == "\(message)\nipvsadm-restore: line 2: nothing was changed\n")
        #expect(run.status == status)
        #expect(kernel.configuration == before)
    }

    /// The rest is carried out, and a service does not lose its servers to a line that is wrong.
    @Test("A restore continues after a refusal")
    func restoreRefusal() throws {
        let kernel = try loadedKernel()
        let input = """
            -A -t 10.0.0.1:80 -s odd
            -a -t 10.0.0.1:80 -r 10.0.0.4:80 -m
            -A -f 1
            -A -f 2 -s odd
            -A -f 2 -s rr
            """
        let run = try self.run("ipvsadm-restore", [], on: kernel, input: input)
        #expect(
            run.errors == """
                Scheduler or persistence engine not found
                Service not defined
                Scheduler or persistence engine not found

                """
        )
        #expect(run.status == 0)
        let now = try self.run("ipvsadm", ["-S", "-n"], on: kernel, input: "")
        #expect(now.output == Self.rules + "-A -f 1 -s wlc\n-A -f 2 -s rr\n")
    }

    @Test("Refused lines are reported in order")
    func refusedLines() throws {
        let kernel = FakeKernel()
        let input = """
            -A -f 1
            -A -f 1
            -d -f 1 -r 10.0.0.2
            -A -f 2 --bogus
            -D -f 3
            """
        let run = try self.run("ipvsadm", ["-R"], on: kernel, input: input)
        #expect(
            run.errors == """
                Service already exists
                No such destination
                --bogus: unknown option
                No such service

                """
        )
        #expect(run.status == 255)
        #expect(try self.run("ipvsadm", ["-R"], on: kernel, input: "-A -f 1\n-C\n").status == 0)
    }

    @Test("The status is that of the last line")
    func status() throws {
        let kernel = FakeKernel()
        #expect(try run("ipvsadm", ["-R"], on: kernel, input: "-A -f 1\n-A -f 1\n-A -f 2\n").status == 0)
        #expect(try run("ipvsadm", ["-R"], on: kernel, input: "-A -f 3\n-A -f 2\n\n").status == 255)
    }

    @Test("Help and version need no kernel")
    func help() {
        let harness = ProgramHarness()
        harness.ipvsadmKernel = KernelTable(transport: DenyingTransport())
        #expect(harness.run(["-h"], calledAs: "ipvsadm").status == 0)
        #expect(harness.run(["--version"], calledAs: "ipvsadm").output.hasPrefix("ipvsadm v1.31 (lvsctl "))
    }

    /// ipvsadm looks for the kernel before it looks at its words.
    @Test(
        "A missing permission is reported first",
        arguments: [
            ["-Ln"], ["-A", "-t", "10.0.0.1:80"], ["--bogus"], ["-A"], ["-R"], ["-S"], ["-L", "-c"],
        ]
    )
    func permission(_ words: [String]) {
        let harness = ProgramHarness()
        harness.ipvsadmKernel = KernelTable(transport: DenyingTransport())
        let run = harness.run(words, calledAs: "ipvsadm")
        #expect(
            run.errors.hasPrefix("Can't initialize ipvs: Permission denied (you must be root)\nCAP_NET_ADMIN")
        )
        #expect(run.output.isEmpty)
        #expect(run.status == 2)
    }

    @Test(
        "A list that did not come to rest is shown and said to be so; one that was to be saved is a failure"
    )
    func list_saysThatTheTableKeptChanging() throws {
        let note = "\(TableSnapshot.unsettledNote)\n"
        for (name, words, status) in [
            ("ipvsadm", ["-L", "-n"], 0), ("ipvsadm", ["-S", "-n"], 1), ("ipvsadm-save", ["-n"], 1),
        ] as [(String, [String], Int32)] {
            let kernel = try loadedKernel()
            kernel.entriesPerPiece = 1
            var number: UInt32 = 0
            kernel.beforeRequest = { kernel, command in
                guard command == IPVSCommand.getService else { return }
                number += 1
                let service = ServiceConfiguration(VirtualService(.firewallMark(number, .ipv4)))
                kernel.configuration.services[service.key] = service
            }
            let harness = ProgramHarness()
            harness.ipvsadmKernel = kernel.table()
            let run = harness.run(words, calledAs: name)
            #expect(run.errors == note)
            #expect(run.output.contains("10.0.0.1"))
            #expect(run.status == status)
        }
    }

    @Test("A full disk is reported")
    func fullDisk() throws {
        let harness = ProgramHarness()
        harness.ipvsadmKernel = try loadedKernel().table()
        harness.diskSpace = 10
        let run = harness.run(["-S", "-n"], calledAs: "ipvsadm")
        #expect(run.errors == "ipvsadm: cannot write standard output: no space left on device (ENOSPC)\n")
        #expect(run.status == 1)
    }

    private func loadedKernel() throws -> FakeKernel {
        let kernel = FakeKernel()
        #expect(try run("ipvsadm", ["-R"], on: kernel, input: Self.rules).status == 0)
        return kernel
    }

    private func run(
        _ name: String,
        _ words: [String],
        on kernel: FakeKernel,
        input: String,
        lockHolder: String? = nil
    ) throws -> ProgramRun {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try input.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let harness = ProgramHarness()
        harness.ipvsadmKernel = kernel.table()
        harness.kernel = kernel.table()
        harness.lockHolder = lockHolder
        harness.inputFile = file.path
        return harness.run(words, calledAs: name)
    }
}

/// A kernel that grants nothing.
private final class DenyingTransport: Transport {
    private let refusal = Refusal(index: 0, errno: .operationNotPermitted)

    func transact(_ batch: inout MessageBatch) throws(TransportError) -> [Refusal] { [refusal] }

    func request(
        _ message: inout MessageBatch,
        kind: RequestKind,
        timeout: UInt32?,
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TransportError) -> Int {
        throw .refused(refusal)
    }
}
