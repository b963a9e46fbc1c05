import IPVSKit
import Testing

/// Edits of services and servers, and the look at what was edited.
@Suite struct EditTests {
    private static let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
    private static let server = Endpoint(IPAddress(v4: 0x0A00_0002), port: 80)

    private static func table() -> FileTable {
        let tunnel = Tunnel(type: .gue, port: 6080, flags: .checksum)
        let server = RealServer(server, method: .tunnel, weight: 3, tunnel: tunnel)
        return FileTable(
            TableConfiguration(services: [ServiceConfiguration(VirtualService(web), servers: [server])])
        )
    }

    @Test("A server's edit names all that can be edited, and keeps the rest")
    func serverEdit() throws {
        let table = Self.table()
        try table.edit(
            Self.server,
            of: Self.web,
            ServerEdit(upperThreshold: 9, lowerThreshold: 8, tunnelPort: 7)
        )
        try table.edit(Self.server, of: Self.web, ServerEdit(tunnelFlags: .remoteChecksum))
        var found = try #require(try table.snapshot()[Self.web]?[Self.server]?.configuration)
        #expect(found.weight == 3 && found.upperThreshold == 9 && found.lowerThreshold == 8)
        #expect(found.tunnel == Tunnel(type: .gue, port: 7, flags: .remoteChecksum))
        try table.edit(Self.server, of: Self.web, ServerEdit(method: .masquerade, weight: 1))
        found = try #require(try table.service(Self.web)?[Self.server]?.configuration)
        #expect(found.method == .masquerade && found.weight == 1 && found.tunnel == .ipip)
        #expect(
            ServerEdit(tunnelType: .gre).applied(to: RealServer(Self.server, method: .tunnel)).tunnel.type
                == .gre
        )
        #expect(ServerEdit() == ServerEdit(weight: nil))
    }

    @Test("A service's edit names all that can be edited, and keeps the rest")
    func serviceEdit() throws {
        let table = Self.table()
        let mask = try #require(Netmask(prefixLength: 24, family: .ipv4))
        let edit = ServiceEdit(
            scheduler: "sh",
            schedulerFlags: .fallback,
            isPersistent: true,
            timeout: 60,
            netmask: mask,
            engine: "sip",
            isOnePacket: true
        )
        let edited = edit.applied(to: VirtualService(Self.web))
        #expect(
            edited.scheduler == .sourceHashing && edited.schedulerFlags == .fallback && edited.isOnePacket
        )
        #expect(edited.persistence == Persistence(timeout: 60, netmask: mask, engine: "sip"))
        try table.edit(Self.web, ServiceEdit(scheduler: .roundRobin))
        let found = try #require(try table.snapshot()[Self.web])
        #expect(found.configuration.scheduler == .roundRobin && found.servers.count == 1)
        #expect(ServiceEdit() == ServiceEdit(scheduler: nil))
    }

    @Test("What is not there is nil")
    func missing() throws {
        let snapshot = try Self.table().snapshot()
        #expect(snapshot[.firewallMark(1, .ipv4)] == nil)
        #expect(snapshot[Self.web]?[Endpoint(Self.server.address, port: 81)] == nil)
    }
}
