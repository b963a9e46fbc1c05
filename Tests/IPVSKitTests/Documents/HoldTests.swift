import IPVSTestSupport
import Testing

@testable import IPVSKit

struct HoldTests {
    private static let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0xC000_020A), port: 80))
    private static let first = Hold.Subject(Endpoint(IPAddress(v4: 0x0A00_0001), port: 8080), of: web)
    private static let second = Hold.Subject(
        Endpoint(IPAddress(v6: 0xFD00 << 48, 2), port: 0),
        of: .firewallMark(7, .ipv6)
    )

    private static func holds() -> HoldList {
        var holds = HoldList()
        holds.add(Hold.Reason("", by: "root", since: 100), to: first, weight: 5)
        holds.add(Hold.Reason("disk \"1\"\n", by: "anna", since: 200, until: 300), to: first, weight: 9)
        holds.add(Hold.Reason("kernel", by: "", since: 300), to: second, weight: 0)
        return holds
    }

    @Test("a hold keeps the weight that the server had when the first reason came")
    func weight() {
        #expect(Self.holds()[Self.first]?.weight == 5)
        #expect(Self.holds()[Self.first]?.reasons.map(\.text) == ["", "disk \"1\"\n"])
    }

    @Test("the same reason again replaces the one before")
    func sameReason() {
        var holds = Self.holds()
        holds.add(Hold.Reason("", by: "bert", since: 400), to: Self.first, weight: 0)
        #expect(holds[Self.first]?.reasons.map(\.user) == ["anna", "bert"])
    }

    @Test("a server is held until its last reason has ended")
    func end() {
        var holds = Self.holds()
        #expect(!holds.end(Self.first) { $0.text.isEmpty })
        #expect(holds[Self.first] != nil)
        #expect(holds.end(Self.first) { _ in true })
        #expect(holds[Self.first] == nil)
        #expect(holds.end(Self.first) { _ in true })
    }

    @Test("a reason with an end is over at that second", arguments: [(299, 2), (300, 1)] as [(UInt64, Int)])
    func until(now: UInt64, count: Int) {
        #expect(Self.holds().current(at: now)[Self.first]?.reasons.count == count)
        #expect(Self.holds().current(at: now)[Self.second] != nil)
    }

    @Test("a document reads back as it was written")
    func roundTrip() {
        let bytes = HoldDocument.write(Self.holds())
        let (holds, diagnostics) = HoldDocument.read(bytes, file: "holds.json")
        #expect(diagnostics.isEmpty)
        #expect(holds == Self.holds())
    }

    @Test(
        "what is wrong with a document is said, and the rest is used",
        arguments: [
            ("", 0), ("[]", 0), ("{\"version\": 2, \"holds\": []}", 0), ("{\"version\": 1}", 0),
            ("{\"version\": 1, \"holds\": [{\"weight\": -1}, GOOD]}", 1),
            ("{\"version\": 1, \"holds\": [GOOD, {", 1),
        ]
    )
    func damaged(_ text: String, _ count: Int) {
        let good =
            "{\"service\": {\"mark\": 7}, \"server\": {\"address\": \"10.0.0.1\", \"port\": 0}, \"weight\": 3, "
            + "\"reasons\": [{\"reason\": \"\", \"since\": 1}]}"
        let bytes = Array(
            text.split(separator: "GOOD", omittingEmptySubsequences: false).joined(separator: good).utf8
        )
        let (holds, diagnostics) = HoldDocument.read(bytes, file: "holds.json")
        #expect(!diagnostics.isEmpty)
        #expect(holds.count == count)
    }

    @Test("a table keeps held servers at weight 0 and everything else as it is")
    func holding() {
        var entry = ServiceConfiguration(VirtualService(Self.web))
        entry.servers[Self.first.server] = RealServer(Self.first.server, method: .masquerade, weight: 7)
        let other = Endpoint(IPAddress(v4: 0x0A00_0002), port: 8080)
        entry.servers[other] = RealServer(other, method: .masquerade, weight: 7)
        let table = TableConfiguration(services: [entry])
        let held = table.holding(Self.holds())
        #expect(held.services[Self.web]?.servers.map(\.weight) == [0, 7])
        #expect(table.heldServers(Self.holds()).map(\.weight) == [7])
        #expect(held.heldServers(Self.holds()).isEmpty)
    }

    @Test("holds survive in the folder that lasts, or else in the other one")
    func store() throws {
        let folder = try ScratchFolder()
        let (lasting, fleeting) = (folder.file("var"), folder.file("run"))
        let store = try HoldStore(lasting: lasting, fleeting: fleeting)
        #expect(try store.load().holds.isEmpty)
        #expect(try store.save(Self.holds()) == nil)
        #expect(try store.load().holds == Self.holds())
        // A file in the place of the folder keeps even root from writing there.
        let blocked = try HoldStore(lasting: folder.file("var/holds.json"), fleeting: fleeting)
        guard case .fleeting(_)? = try blocked.save(HoldList()) else {
            Issue.record("nothing is said")
            return
        }
        // It counts before the other one, until that can be written again.
        #expect(try store.load().holds.isEmpty)
        #expect(try store.save(Self.holds()) == nil)
        #expect(try store.load().holds == Self.holds())
        #expect(try StateFolder.names(in: fleeting) == [])
    }
}
