import Testing

@testable import IPVSKit

@Suite struct RefusedChangeTests {
    private static let web = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))

    private static func server(
        _ address: String = "192.168.1.2",
        method: ForwardingMethod = .masquerade,
        upper: UInt32 = 0,
        tunnel: Tunnel = .ipip
    ) -> RealServer {
        let endpoint = Endpoint(IPAddress(address) ?? .any(.ipv4), port: 80)
        return RealServer(endpoint, method: method, upperThreshold: upper, tunnel: tunnel)
    }

    @Test(
        "EINVAL of a server is explained by what the kernel checks, and by nothing when that is all right",
        arguments: [
            (server("2001:db8::1", method: .tunnel), "of another address family"),
            (server(method: .tunnel, tunnel: Tunnel(type: .gue)), "a GUE tunnel needs a port"),
            (server(upper: .max), "thresholds up to 2147483647 only, not 4294967295"),
            (server("224.0.0.1"), "does not accept 224.0.0.1"),
            (server("0.0.0.0"), "does not accept 0.0.0.0"),
            (server(), "the kernel does not say why: 192.168.1.2 may not be routed"),
            (server(upper: 2_147_483_647), "est_cpulist"),
        ]
    )
    func cause_ofAnInvalidServer(server: RealServer, text: String) {
        for change in [Change.addServer(server, to: Self.web), .editServer(server, of: Self.web)] {
            let cause = RefusedChange(change: change, errno: .invalid).cause
            #expect(cause.contains(text), "\(cause)")
        }
    }

    @Test("EINVAL of a new service names the limit of estimators")
    func cause_ofAnInvalidService() {
        let refusal = RefusedChange(change: .addService(VirtualService(Self.web)), errno: .invalid)
        #expect(refusal.cause.contains("does not say why") && refusal.cause.contains("est_cpulist"))
    }
}
