import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

struct WayBackTests {
    private static func pair(_ seed: UInt64) -> (TableConfiguration, TableConfiguration) {
        (.random(seed: seed, changes: 150), .random(seed: seed + 1_000_003, changes: 150))
    }

    /// Seeds that differ from run to run; a failure names its own.
    private static let seeds: Range<UInt64> = {
        let first = UInt64.random(in: 0...1_000_000)
        return first..<first + 200
    }()

    /// The table after a plan; nil when the kernel would refuse some of it, as it does with random tables.
    private static func applying(_ plan: Plan, to table: TableConfiguration) -> TableConfiguration? {
        var result = table
        for change in plan.changes {
            guard (try? result.apply(change, rules: .widest)) != nil else { return nil }
        }
        return result
    }

    /// Whether two tables hold the same; servers that came back are the youngest of their service.
    private static func isSame(_ left: TableConfiguration, _ right: TableConfiguration) -> Bool {
        left.services.count == right.services.count
            && left.services.allSatisfy { entry in
                guard let other = right.services[entry.key] else { return false }
                return entry.service == other.service && Set(entry.servers) == Set(other.servers)
            }
            && (left.timeouts ?? ConnectionTimeouts()) == (right.timeouts ?? ConnectionTimeouts())
            && (left.daemons ?? []) == (right.daemons ?? [])
    }

    @Test("a way back leads from any plan to the table before, also out of a file", arguments: seeds)
    func leadsBack(seed: UInt64) throws {
        let (old, new) = Self.pair(seed)
        for scope in [Plan.Scope.whole, .named, .merged] {
            let plan = Plan(from: old, to: new, scope: scope)
            let wayBack = WayBack(from: plan, on: old)
            let document = WayBackDocument(
                wayBack,
                command: "restore \"a\"\n",
                user: "anna",
                time: 5,
                confirmBy: 9,
                changeCount: plan.changes.count
            )
            #expect(WayBackDocument.read(document.write()) == document)
            let read = try #require(WayBackDocument.read(document.write())?.wayBack)
            guard let after = Self.applying(plan, to: old) else { continue }
            let back = try #require(read.plan(from: after), "seed \(seed) \(scope)")
            #expect(Self.isSame(after.applying(back), old), "seed \(seed) \(scope)")
        }
    }

    @Test("what a plan touched must be as it was left, and nothing else matters", arguments: seeds)
    func isOutdated(seed: UInt64) throws {
        let (old, new) = Self.pair(seed)
        let plan = Plan(from: old, to: new, scope: .named)
        let wayBack = WayBack(from: plan, on: old)
        guard let after = Self.applying(plan, to: old) else { return }
        for change in plan.changes {
            guard case .editServer(let server, let identity) = change else { continue }
            var changed = after
            changed.services.modify(identity) { entry in
                entry.servers.modify(server.endpoint) { $0.weight ^= 1 }
            }
            #expect(wayBack.plan(from: changed) == nil, "seed \(seed) \(change)")
        }
        var other = after
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0xC633_6409), port: 9))
        other.services[identity] = ServiceConfiguration(VirtualService(identity))
        let back = try #require(wayBack.plan(from: other), "seed \(seed)")
        #expect(other.applying(back).services[identity] != nil)
    }

    @Test("what is damaged is no way back")
    func damaged() {
        let document = WayBackDocument(WayBack(), command: "clear", user: "", time: 1, changeCount: 0)
        let bytes = document.write()
        for count in bytes.indices.dropLast() { #expect(WayBackDocument.read(Array(bytes[..<count])) == nil) }
    }

    @Test("the newest ten are kept")
    func store() throws {
        let folder = try ScratchFolder()
        let store = try WayBackStore(folder.file("run"), namespace: 7)
        for time in 1...12 {
            let document = WayBackDocument(
                WayBack(),
                command: "",
                user: "",
                time: UInt64(time),
                changeCount: 0
            )
            #expect(try store.add(document))
        }
        let names = try store.names()
        #expect(try names.map { try store.load($0)?.time } == (3...12).map { UInt64($0) })
        #expect(try WayBackStore(folder.file("run"), namespace: 77).names() == [])
        try store.remove(names[0])
        #expect(try store.names().count == 9)
    }

    @Test("a folder that is a link, or that others can write, is not used")
    func store_untrusted() throws {
        let scratch = try ScratchFolder()
        let (target, link) = (scratch.file("elsewhere"), scratch.file("run"))
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let document = WayBackDocument(WayBack(), command: "", user: "", time: 1, changeCount: 0)
        let followed = try WayBackStore(link, namespace: 7)
        #expect(throws: FileError.self) { try followed.add(document) }
        #expect(throws: FileError.self) { try followed.names() }
        #expect(throws: FileError.self) { try followed.prepare() }
        let direct = try WayBackStore(target, namespace: 7)
        #expect(try direct.names() == [])
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: target)
        #expect(throws: FileError.self) { try direct.names() }
    }
}
