import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct FileTableTests {
    private static let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
    private static let server = RealServer(Endpoint(IPAddress(v4: 0x0A00_0002), port: 80))

    private static func error(_ body: () throws(TableError) -> Void) -> TableError? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("A table in memory follows the reference semantics")
    func memory() throws {
        let table = FileTable()
        try table.perform(.addService(VirtualService(Self.web)))
        try table.perform(.addServer(Self.server, to: Self.web))
        #expect(table.configuration.services[Self.web]?.servers.count == 1)
        let refused = Self.error { () throws(TableError) in
            try table.perform(.addServer(Self.server, to: Self.web))
        }
        #expect(
            refused == .refused(RefusedChange(change: .addServer(Self.server, to: Self.web), errno: .exists))
        )
    }

    @Test("A file refuses what a kernel refuses", arguments: 1...10)
    func refusals(seed: UInt64) throws {
        let (file, kernel) = (FileTable(), FakeKernel())
        var generator = ChangeGenerator(seed: seed)
        let changes = (0..<500).map { _ in generator.next(in: kernel.configuration) }
            .filter { change in !change.errors().contains { $0.severity == .misread } }
        let (found, expected) = (
            try file.apply(changes, checking: .verbatim),
            try kernel.table().apply(changes, checking: .verbatim)
        )
        #expect(found.map(\.index) == expected.map(\.index), "seed \(seed)")
        #expect(found.map(\.1) == expected.map(\.1), "seed \(seed)")
        #expect(
            try file.snapshot().configuration.services == kernel.table().snapshot().configuration.services,
            "seed \(seed)"
        )
    }

    @Test(
        "A missing file cannot be read, and is created by the first change",
        arguments: ["table.json", "table.rules", "table"]
    )
    func missingFile(name: String) throws {
        let folder = try ScratchFolder()
        let table = try FileTable(path: folder.file(name))
        let missing = TableError.file(path: folder.file(name), operation: "read", .noSuchEntry)
        #expect(throws: missing) { try table.snapshot() }
        #expect(throws: missing) { try table.service(Self.web) }
        #expect(folder.names == [])
        try table.perform(.addService(VirtualService(Self.web)))
        #expect(folder.names == [name])
        #expect(try folder.read(name).hasPrefix("{") == (name == "table.json"))
        #expect(try FileTable(path: folder.file(name)).configuration == table.configuration)
    }

    @Test("What cannot be meant of a missing file says that it is missing, and makes none")
    func aMissingFileHasNothingToDelete() throws {
        let folder = try ScratchFolder()
        let missing = TableError.file(path: folder.file("new"), operation: "read", .noSuchEntry)
        for change in [
            Change.clear, .zero(nil), .deleteService(Self.web), .addServer(Self.server, to: Self.web),
        ] {
            let lock = try FileLock.take(folder.file("new"), wait: 0) { _ in }
            let table = try FileTable(path: folder.file("new"), lock: lock)
            #expect(throws: missing, "\(change)") { try table.perform(change) }
        }
        #expect(folder.names == [])
    }

    @Test("A plan takes a missing file for an empty table")
    func aMissingFileIsEmptyForPlans() throws {
        let folder = try ScratchFolder()
        let table = try FileTable(path: folder.file("new"), missing: .empty)
        #expect(try table.snapshot().services.isEmpty)
        try table.perform(.addService(VirtualService(Self.web)))
        #expect(folder.names == ["new"])
    }

    @Test("A file keeps its format, whatever its name")
    func format() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("# rules\n-A -t 10.0.0.1:80 -s rr\n", to: "table.json")
        try FileTable(path: path).perform(.addServer(Self.server, to: Self.web))
        #expect(
            try folder.read("table.json")
                == "-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n"
        )
        _ = try folder.write(" {\"version\": 1}", to: "table")
        try FileTable(path: folder.file("table")).perform(.addService(VirtualService(Self.web)))
        #expect(try folder.read("table").hasPrefix("{\n  \"version\": 1,"))
    }

    @Test("An empty file gets the format of its name")
    func emptyFile() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("", to: "table.json")
        try FileTable(path: path).perform(.addService(VirtualService(Self.web)))
        #expect(try folder.read("table.json").hasPrefix("{"))
    }

    @Test("A change that changes nothing does not write the file")
    func noChange() throws {
        let folder = try ScratchFolder()
        let text = "# mine\n-A -t 10.0.0.1:80\n"
        let table = try FileTable(path: folder.write(text, to: "rules"))
        #expect(try table.apply([.deleteService(.firewallMark(1, .ipv4))], checking: .meaningful).count == 1)
        #expect(try table.apply([.zero(nil)], checking: .meaningful).isEmpty)
        #expect(try folder.read("rules") == text)
    }

    @Test("A refused change does not stop the others")
    func refusalInBatch() throws {
        let table = FileTable()
        let refused = try table.apply(
            [
                .addServer(Self.server, to: Self.web), .addService(VirtualService(Self.web)),
                .stopDaemon(.master),
            ],
            checking: .meaningful
        )
        #expect(refused.map(\.index) == [0, 2])
        #expect(refused.map(\.1.errno) == [.noSuchService, .noSuchService])
        #expect(table.configuration.services.count == 1)
    }

    @Test("Configuration errors are found before anything is done")
    func configurationErrors() throws {
        let table = FileTable()
        let odd = Change.addService(VirtualService(.tcp(Endpoint(IPAddress(v4: 1), port: 0))))
        let error = Self.error { () throws(TableError) in
            _ = try table.apply([.addService(VirtualService(Self.web)), odd], checking: .meaningful)
        }
        #expect(error == .faulty(odd, [.portZeroWithoutPersistence]))
        #expect(table.configuration.services.isEmpty)
        #expect(try table.apply([odd], checking: .verbatim).isEmpty)
    }

    @Test("A phase of a plan is one step")
    func phase() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("-A -t 10.0.0.1:80 -s rr\n-A -t 10.0.0.2:80 -s rr\n", to: "rules")
        let old = try FileTable(path: path)
        var wanted = old.configuration
        wanted.services[Self.web] = nil
        for mark in 1...UInt32(2 * MessageBatch.messageLimit) {
            let identity = ServiceIdentity.firewallMark(mark, .ipv4)
            wanted.services[identity] = ServiceConfiguration(VirtualService(identity), servers: [Self.server])
        }
        var moments = 0
        let plan = Plan(from: old.configuration, to: wanted)
        let outcome = try old.carryOut(plan, from: old.configuration) {
            moments += 1
            return false
        }
        guard case .done = outcome else {
            Issue.record("\(outcome)")
            return
        }
        // Before additions, before deletions, and behind them.
        #expect(moments == 3)
        #expect(Plan(from: try FileTable(path: path).configuration, to: wanted).isEmpty)
    }

    @Test("Readers of the file see all of a plan or nothing", arguments: [false, true])
    func plan_isWrittenOnce(isRestore: Bool) throws {
        let folder = try ScratchFolder()
        let text = "-A -t 10.0.0.1:80 -s rr\n"
        let path = try folder.write(text, to: "rules")
        let table = try FileTable(path: path)
        let before = table.configuration
        var wanted = TableConfiguration()
        let identity = ServiceIdentity.firewallMark(1, .ipv4)
        wanted.services[identity] = ServiceConfiguration(VirtualService(identity), servers: [Self.server])
        var seen: Set<String> = []
        let look = {
            seen.insert((try? folder.read("rules")) ?? "")
            return false
        }
        if isRestore {
            _ = try table.restore(to: wanted, isInterrupted: look)
        } else {
            _ = try table.carryOut(Plan(from: before, to: wanted), from: before, isInterrupted: look)
        }
        #expect(seen == [text])
        #expect(try FileTable(path: path).configuration.services == wanted.services)
    }

    @Test("A refused plan deletes nothing")
    func refusedPlan() throws {
        let folder = try ScratchFolder()
        let text =
            "-A -t 10.0.0.1:80 -s rr\n"
            + (2...4).map { "-a -t 10.0.0.1:80 -r 10.0.0.\($0):80 -m -w 1\n" }.joined()
        let path = try folder.write(text, to: "rules")
        let table = try FileTable(path: path)
        let odd = VirtualService(.firewallMark(1, .ipv4), scheduler: Scheduler(rawValue: "odd"))
        let plan = Plan([.deleteServer(Self.server.endpoint, from: Self.web), .addService(odd)])
        let outcome = try table.carryOut(plan, from: table.configuration)
        guard case .undone = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try folder.read("rules") == text)
    }

    @Test("A file of rules refuses what rules cannot express")
    func unsayable() throws {
        let folder = try ScratchFolder()
        let table = try FileTable(path: folder.file("rules"))
        let odd = Change.addService(VirtualService(.tcp(Endpoint(IPAddress(v4: 1), port: 0))))
        let error = Self.error { () throws(TableError) in _ = try table.apply([odd], checking: .verbatim) }
        #expect(
            error?.description
                == "cannot add virtual service tcp 0.0.0.1:0 in \(folder.file("rules")): rules cannot say "
                + "port 0 without persistence (use a file whose name ends in .json)"
        )
        #expect(folder.names == [])
    }

    @Test("All errors of a document are reported")
    func documentErrors() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("-A -t 10.0.0.1\n-A -t 10.0.0.1:80 -s rr\n-a -r nowhere\n", to: "rules")
        guard
            case .document(let diagnostics)? = Self.error({ () throws(TableError) in
                _ = try FileTable(path: path)
            })
        else {
            Issue.record("no errors")
            return
        }
        #expect(diagnostics.map(\.line) == [1, 3, 3])
        #expect(diagnostics.allSatisfy { $0.file == path && $0.severity == .error })
    }

    @Test("Warnings do not prevent a change")
    func documentWarnings() throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            "{\"version\": 1, \"services\": [{\"mark\": 1, \"scheduler\": \"x\"}]}",
            to: "t"
        )
        #expect(try FileTable(path: path).warnings.map(\.severity) == [.warning])
    }

    @Test("Errors name the file that cannot be read or written")
    func fileErrors() throws {
        let folder = try ScratchFolder()
        #expect(
            Self.error { () throws(TableError) in _ = try FileTable(path: folder.path) }
                == .file(path: folder.path, operation: "read", .isFolder)
        )
        let missing = folder.file("no/table")
        let table = try FileTable(path: missing)
        let error = Self.error { () throws(TableError) in
            try table.perform(.addService(VirtualService(Self.web)))
        }
        #expect(error == .file(path: missing, operation: "write", .noSuchEntry))
        // What could not be written has not happened.
        #expect(table.configuration.services.isEmpty)
    }

    @Test("A file reports a version and no connection table")
    func info() throws {
        let table = FileTable()
        #expect(try table.info().versionText == "1.2.1")
        #expect(try table.timeouts() == ConnectionTimeouts())
        #expect(try table.daemons() == [])
        #expect(try table.service(Self.web) == nil)
        try table.forEachConnection(reading: .withCounters) { _ in
            Issue.record("a connection")
            return true
        }
    }

    @Test("The newest server comes first")
    func serverOrder() throws {
        let table = FileTable()
        try table.perform(.addService(VirtualService(Self.web)))
        for number: UInt32 in 1...3 {
            let server = RealServer(Endpoint(IPAddress(v4: number), port: 80))
            _ = try table.apply([.addServer(server, to: Self.web)], checking: .meaningful)
        }
        let servers = try table.service(Self.web)?.servers.map(\.configuration.endpoint.address.bits32)
        #expect(servers == [3, 2, 1])
        #expect(try table.snapshot().configuration.services == table.configuration.services)
    }
}
