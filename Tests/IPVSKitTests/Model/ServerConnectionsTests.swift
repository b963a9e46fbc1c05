import Testing

@testable import IPVSKit

struct ServerConnectionsTests {
    private static let client = Endpoint(IPAddress(v4: 0xC633_6401), port: 40000)
    private static let virtual = IPAddress(v4: 0xC000_020A)
    private static let server = Endpoint(IPAddress(v4: 0x0A00_0001), port: 8080)
    private static let web = ServiceIdentity.tcp(Endpoint(virtual, port: 80))
    private static let dns = ServiceIdentity.udp(Endpoint(virtual, port: 53))
    private static let all = ServiceIdentity.tcp(Endpoint(virtual, port: 0))
    private static let mark = ServiceIdentity.firewallMark(7, .ipv4)

    private static func entry(
        _ state: KernelName,
        _ protocolName: KernelName = "TCP",
        from client: Endpoint = client,
        to target: Connection.Target = .endpoint(Endpoint(virtual, port: 80)),
        server: Endpoint = server
    ) -> Connection {
        Connection(
            protocolName: protocolName,
            client: client,
            target: target,
            server: server,
            state: state,
            expires: 100
        )
    }

    /// What is left on one server of a service, in a table with some services.
    private static func left(
        _ entries: [Connection],
        of subject: Hold.Subject = Hold.Subject(server, of: web),
        services: [ServiceIdentity] = [web, dns]
    ) -> ServerConnections.Counts? {
        var connections = ServerConnections([subject], services: services)
        for entry in entries { connections.add(entry) }
        return connections.counts[subject]
    }

    @Test(
        "what is over is not left",
        arguments: [
            ("ESTABLISHED", "TCP", 1), ("CLOSE_WAIT", "TCP", 1), ("FIN_WAIT", "TCP", 1),
            ("SYN_RECV", "TCP", 1),
            ("LAST_ACK", "TCP", 1), ("NONE", "TCP", 1), ("TIME_WAIT", "TCP", 0), ("CLOSE", "TCP", 0),
        ] as [(KernelName, KernelName, Int)]
    )
    func states(_ state: KernelName, _ protocolName: KernelName, _ count: Int) {
        #expect(Self.left([Self.entry(state, protocolName)])?.leftCount == count)
    }

    @Test("each entry belongs to the service that took it")
    func services() {
        let other = Connection.Target.endpoint(Endpoint(Self.virtual, port: 81))
        #expect(Self.left([Self.entry("ESTABLISHED", to: other)])?.leftCount == 0)
        let datagram = Self.entry("UDP", "UDP", to: .endpoint(Endpoint(Self.virtual, port: 53)))
        #expect(Self.left([datagram], of: Hold.Subject(Self.server, of: Self.dns))?.leftCount == 1)
        #expect(Self.left([datagram])?.leftCount == 0)
    }

    @Test(
        "a service of every port takes what no other service of the address takes, to any port of its servers"
    )
    func everyPort() {
        let subject = Hold.Subject(Endpoint(Self.server.address, port: 0), of: Self.all)
        let other = Connection.Target.endpoint(Endpoint(Self.virtual, port: 81))
        let entries = [Self.entry("ESTABLISHED"), Self.entry("ESTABLISHED", to: other)]
        #expect(Self.left(entries, of: subject, services: [Self.web, Self.all])?.leftCount == 1)
    }

    @Test("what came by a mark is what belongs to no service of an address")
    func marks() {
        let subject = Hold.Subject(Endpoint(Self.server.address, port: 0), of: Self.mark)
        let other = Connection.Target.endpoint(Endpoint(Self.virtual, port: 81))
        let entries = [Self.entry("ESTABLISHED"), Self.entry("ESTABLISHED", to: other)]
        #expect(Self.left(entries, of: subject, services: [Self.web, Self.mark])?.leftCount == 1)
    }

    @Test("clients that persistence remembers are counted apart")
    func templates() {
        let client = Endpoint(Self.client.address, port: 0)
        let counts = Self.left([Self.entry("NONE", from: client), Self.entry("NONE", from: client)])
        #expect(counts?.templates == 2 && counts?.lastTemplateExpires == 100 && counts?.leftCount == 0)
        let mark = Self.entry("NONE", "IP", from: client, to: .firewallMark(7))
        let subject = Hold.Subject(Self.server, of: Self.mark)
        #expect(Self.left([mark], of: subject, services: [Self.mark])?.templates == 1)
    }

    @Test("states are named with their protocol where it is not TCP")
    func names() {
        typealias State = ServerConnections.State
        let states = [
            State("ESTABLISHED", of: "TCP"), State("UDP", of: "UDP"), State("ESTABLISHED", of: "SCTP"),
        ]
        #expect(states.map(\.description) == ["ESTABLISHED", "UDP", "SCTP ESTABLISHED"])
    }
}
