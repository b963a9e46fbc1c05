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

    private func wanted(_ more: String, in folder: borrowing ScratchFolder) throws -> String {
        let rules = "-A -t 10.0.0.1:80 -s wlc\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 9\n"
        return try folder.write(rules + more, to: "wanted.rules")
    }

    @Test func aSavedPlanIsNotOutdatedByIt() throws {
        let kernel = try kernel()
        let folder = try ScratchFolder()
        let harness = ProgramHarness()
        harness.kernel = kernel.table()
        let document = try wanted("", in: folder)
        let saved = harness.run(["apply", "--save-plan", folder.file("plan.json"), document])
        #expect(saved.status == 0, "\(saved.errors)")
        let applied = harness.run(["apply", "--plan", folder.file("plan.json")])
        #expect(applied.status == 0, "\(applied.errors)")
        #expect(kernel.configuration.services[Self.web]?.servers[Self.endpoint]?.weight == 9)
    }

    @Test func anUndoneRestoreLeavesNothingElse() throws {
        let kernel = try kernel()
        let folder = try ScratchFolder()
        let harness = ProgramHarness()
        harness.kernel = kernel.table()
        let document = try wanted("-A -f 1 -s odd\n", in: folder)
        let restored = harness.run(["restore", document])
        #expect(restored.status == 3, "\(restored.errors)")
        #expect(kernel.configuration.services.count == 1)
        #expect(kernel.configuration.services[Self.web]?.servers[Self.endpoint]?.weight == 1)
    }
}
