import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit
@testable import lvsctl

/// What is left of a tunnel at a server that forwards in another way, as another program may leave it there.
@Suite struct IdleTunnelTests {
    private static let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    private static let endpoint = Endpoint(IPAddress(v4: 0x0A00_0002), port: 80)

    private func kernel() throws -> FakeKernel {
        var table = TableConfiguration()
        let server = RealServer(
            Self.endpoint,
            method: .masquerade,
            tunnel: Tunnel(type: .gue, port: 6080)
        )
        table.services[Self.web] = ServiceConfiguration(VirtualService(Self.web), servers: [server])
        return FakeKernel(holding: table)
    }

    @Test func aSavedPlanIsNotOutdatedByIt() throws {
        let kernel = try kernel()
        let folder = try ScratchFolder()
        let harness = ProgramHarness()
        harness.kernel = kernel.table()
        let rules = "-A -t 10.0.0.1:80 -s wlc\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 9\n"
        let document = try folder.write(rules, to: "wanted.rules")
        let saved = harness.run(["apply", "--save-plan", folder.file("plan.json"), document])
        #expect(saved.status == 0, "\(saved.errors)")
        let applied = harness.run(["apply", "--plan", folder.file("plan.json")])
        #expect(applied.status == 0, "\(applied.errors)")
        #expect(kernel.configuration.services[Self.web]?.servers[Self.endpoint]?.weight == 9)
    }

    /// As when the connection breaks before anything is done.
    @Test func undoLeavesAloneWhatWasNotChanged() throws {
        let kernel = try kernel()
        let table = kernel.table()
        let before = try table.snapshot(reading: .essentials).configuration
        var server = try #require(before.services[Self.web]?.servers[Self.endpoint])
        #expect(server.tunnel == .ipip)
        server.weight = 9
        let old = kernel.configuration
        let outcome = table.undo(Plan([.editServer(server, of: Self.web)]), to: before, .interrupted)
        guard case .undone(.interrupted, let changes) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(changes.isEmpty)
        #expect(kernel.configuration == old)
    }
}
