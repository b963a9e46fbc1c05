import Foundation
import IPVSKit
import IPVSTestSupport
import Testing

/// What the kernel shows under `/proc/net`, compared with what it says over netlink.
extension KernelTests {
    private static func shell(_ script: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        try process.run()
        process.waitUntilExit()
    }

    private static let loopback = IPAddress(v4: 0x7F00_0001)

    @Test("Connections have their origin")
    func connectionOrigin() throws {
        let identity = ServiceIdentity.udp(Endpoint(Self.loopback, port: 5353))
        let server = RealServer(Endpoint(Self.loopback, port: 5354), method: .masquerade)
        var service = VirtualService(identity, scheduler: .roundRobin)
        service.persistence = Persistence(timeout: 60, netmask: .ipv4(.max))
        for change in [Change.addService(service), .addServer(server, to: identity)] {
            try table.perform(change)
        }
        try Self.shell("for i in {1..120}; do echo hello > /dev/udp/127.0.0.1/5353; done 2> /dev/null")

        var found: [Connection] = []
        try table.forEachConnection(reading: .withCounters) { connection in
            if connection.target == .endpoint(Endpoint(Self.loopback, port: 5353)) {
                found.append(connection)
            }
            return true
        }
        let connections = found.filter { !$0.isTemplate }
        #expect(Set(connections.map(\.client)).count == connections.count)
        #expect(connections.count > 100)
        #expect(found.count == connections.count + 1)
        for connection in found {
            #expect(connection.protocolName == "UDP")
            #expect(connection.client.address == Self.loopback)
            #expect(connection.server == server.endpoint)
            #expect(connection.origin == .local)
            #expect(connection.isTemplate || (200...300).contains(connection.expires))
        }
        let counts = try table.service(identity)?.servers.first?.connections
        #expect(counts?.inactive == UInt32(connections.count))
        #expect(counts?.persistent == 1)
    }

    @Test("The unprivileged listing agrees as far as it goes")
    func unprivilegedListing() throws {
        var rules = KernelRules()
        rules.schedulers.remove(.twosChoice)
        let first = UInt64.random(in: 0...1_000_000)
        var count = 0
        for seed in first..<first + 10 {
            try table.perform(.clear)
            for entry in TableConfiguration.random(seed: seed, changes: 600, rules: rules).services {
                let servers = entry.servers.map { Change.addServer($0, to: entry.service.identity) }
                _ = try table.apply([.addService(entry.service)] + servers, checking: .verbatim)
            }
            let seen = try ProcTable().snapshot().services.filter { !$0.isAmbiguous }
            let known = try table.snapshot().services.map(\.visible).filter { !$0.isAmbiguous }
            #expect(
                seen.sorted { $0.identity < $1.identity } == known.sorted { $0.identity < $1.identity },
                "seed \(seed)"
            )
            count += known.count
        }
        #expect(count > 5)
        #expect(try ProcTable().info() == table.info())
    }
}

extension ObservedService {
    /// Whether the listing may mistake the family of the service.
    fileprivate var isAmbiguous: Bool {
        guard case .firewallMark = identity else { return false }
        return !configuration.flags.contains(.persistent)
    }

    /// What the listing shows of the service.
    fileprivate var visible: ObservedService {
        var service = VirtualService(identity, scheduler: configuration.scheduler)
        if let persistence = configuration.persistence {
            service.persistence = Persistence(timeout: persistence.timeout, netmask: persistence.netmask)
        }
        service.isOnePacket = configuration.isOnePacket && (identity.port == nil || identity.family == .ipv4)
        return ObservedService(
            service,
            servers: servers.map { server in
                let whole = server.configuration
                // Methods without a name are called masquerading.
                let method = whole.method.rawValue > 3 ? ForwardingMethod.masquerade : whole.method
                return ObservedServer(RealServer(whole.endpoint, method: method, weight: whole.weight))
            }
        )
    }
}
