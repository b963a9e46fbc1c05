import IPVSKit
import IPVSTestSupport
import Testing

@testable import lvsctl

/// How often single edits ask the kernel.
@Suite struct EditRequestTests {
    private static let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    @Test(
        "an edit is one reading, one change and one reading back",
        arguments: [
            (
                "edit-service -t 10.0.0.1:80 -s rr",
                [IPVSCommand.getService, IPVSCommand.setService, IPVSCommand.getService]
            ),
            (
                "replace-service -t 10.0.0.1:80 -s rr",
                [IPVSCommand.getService, IPVSCommand.setService, IPVSCommand.getService]
            ),
            (
                "edit-server -t 10.0.0.1:80 -r 10.1.0.1 -w 3",
                [
                    IPVSCommand.getService, IPVSCommand.getServer, IPVSCommand.setServer,
                    IPVSCommand.getService, IPVSCommand.getServer,
                ]
            ),
            (
                "replace-server -t 10.0.0.1:80 -r 10.1.0.1 -m -w 3",
                [
                    IPVSCommand.getService, IPVSCommand.getServer, IPVSCommand.setServer,
                    IPVSCommand.getService, IPVSCommand.getServer,
                ]
            ),
            (
                "edit-server --dry-run -t 10.0.0.1:80 -r 10.1.0.1 -w 3",
                [IPVSCommand.getService, IPVSCommand.getServer]
            ),
        ]
    )
    func edit(_ line: String, _ wanted: [UInt8]) {
        let server = RealServer(Endpoint(IPAddress(v4: 0x0A01_0001), port: 80), method: .masquerade)
        let service = ServiceConfiguration(VirtualService(Self.identity), servers: [server])
        let fake = FakeKernel(holding: TableConfiguration(services: [service]))
        var commands: [UInt8] = []
        fake.beforeRequest = { _, command in commands.append(command) }
        let harness = ProgramHarness()
        harness.kernel = fake.table()
        let run = harness.run(line.split(separator: " ").map(String.init))
        #expect(run.status == 0, "\(run.errors)")
        #expect(commands == wanted)
    }
}
