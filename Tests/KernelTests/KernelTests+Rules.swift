import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

// Rules that lvsctl writes are read by ipvsadm, the other way round, and both mean the same table.

extension KernelTests {
    /// Runs ipvsadm and returns what it prints; what it complains of is an issue.
    func ipvsadm(_ arguments: [String], input: [UInt8] = []) throws -> String {
        let folder = FileManager.default.temporaryDirectory
        let files = ["in", "out", "err"].map { folder.appending(path: "ipvsadm.\($0)") }
        try Data(input).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/sbin/ipvsadm")
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try String(contentsOf: files[2], encoding: .utf8) == "")
        return try String(contentsOf: files[1], encoding: .utf8)
    }

    /// A random table that this kernel and rules can hold.
    func randomTable(seed: UInt64) throws -> TableConfiguration {
        var rules = KernelRules()
        rules.schedulers.remove(.twosChoice)
        rules.interfaces = ["lo"]
        var wanted = TableConfiguration.random(seed: seed, changes: 120, rules: rules).sayable
        wanted.timeouts = ConnectionTimeouts(tcp: 800 + UInt32(seed % 100), tcpFin: 100, udp: 200)
        wanted.daemons = try table.snapshot().daemons
        return wanted
    }

    @Test("ipvsadm reads written rules")
    func ipvsadmRestore() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        print("seed \(seed)")
        for seed in seed..<seed + 20 {
            try table.perform(.clear)
            let wanted = try randomTable(seed: seed)
            _ = try ipvsadm(["-R"], input: RulesWriter.rules(wanted))
            // Equal in every bit, and in the order of servers.
            let found = try table.snapshot().configuration
            #expect(rules(found) == rules(wanted.canonical), "seed \(seed)")
            let isEqual = found == wanted.canonical
            #expect(isEqual, "seed \(seed)")
        }
    }

    @Test("ipvsadm saves what was written")
    func ipvsadmSave() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        print("seed \(seed)")
        for seed in seed..<seed + 20 {
            try table.perform(.clear)
            var wanted = try randomTable(seed: seed)
            wanted.removeThirdFlags()
            let plan = Plan(from: try table.snapshot().configuration, to: wanted)
            _ = try table.carryOut(plan, from: try table.snapshot().configuration)
            let saved = try ipvsadm(["-S", "-n"]).split(separator: "\n").filter { !$0.contains(" -f -") }
                .map { $0 + "\n" }.joined()
            #expect(lines(saved) == lines(rules(wanted.savedByIpvsadm)), "seed \(seed)")
            // And back: what ipvsadm saves is read as the same table.
            let document = RulesDocument(saved)
            let kinds = document.findings.filter { $0.severity == .error }.map { "\($0.kind)" }
            #expect(kinds == [], "seed \(seed)")
            let isEqual = document.configuration.unordered == wanted.savedByIpvsadm.unordered
            #expect(isEqual, "seed \(seed)")
        }
    }

    @Test("ipvsadm starts written daemons")
    func ipvsadmDaemons() throws {
        var wanted = TableConfiguration()
        wanted.daemons = [
            SyncDaemon(
                .master,
                interface: "lo",
                syncID: 7,
                maximumLength: 1400,
                group: IPAddress("239.1.1.1"),
                port: 8850,
                timeToLive: 3
            ),
            SyncDaemon(
                .backup,
                interface: "lo",
                syncID: 255,
                maximumLength: 1200,
                group: IPAddress("ff02::81"),
                port: 1,
                timeToLive: 255
            ),
        ]
        _ = try ipvsadm(["-R"], input: RulesWriter.rules(wanted))
        #expect(try table.daemons() == wanted.daemons)
        for role in SyncDaemon.Role.allCases {
            _ = try ipvsadm(["-R"], input: Array(RulesWriter.line(.stopDaemon(role)).utf8))
        }
        #expect(try table.daemons().isEmpty)
    }

    private func rules(_ table: TableConfiguration) -> String {
        String(decoding: RulesWriter.rules(table), as: UTF8.self)
    }

    private func lines(_ text: String) -> [Substring] { text.split(separator: "\n").sorted() }
}

extension TableConfiguration {
    /// The same table without what ipvsadm does not save: thresholds, masks without persistence, timeouts and
    /// daemons.
    fileprivate var savedByIpvsadm: TableConfiguration {
        var saved = TableConfiguration()
        for entry in services {
            // ipvsadm prints large marks as negative numbers, which it does not read.
            if case .firewallMark(let mark, _) = entry.service.identity, mark > Int32.max { continue }
            var service = entry.service
            if !service.flags.contains(.persistent) { service.netmask = .host(service.identity.family) }
            let servers = entry.servers.map { server in
                var server = server
                server.upperThreshold = 0
                server.lowerThreshold = 0
                return server
            }
            saved.services[service.identity] = ServiceConfiguration(service, servers: servers)
        }
        return saved
    }

    /// Takes the third flag from `sh` and `mh`, which ipvsadm saves as `-b` without a value.
    fileprivate mutating func removeThirdFlags() {
        for entry in services where [.sourceHashing, .maglevHashing].contains(entry.service.scheduler) {
            services.modify(entry.service.identity) { $0.service.flags.remove(.scheduler3) }
        }
    }
}
