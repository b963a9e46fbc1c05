import Testing

@testable import IPVSKit

@Suite struct RealServerTests {
    private static let endpoint = Endpoint(IPAddress(v4: 0x0A00_0002), port: 80)
    private static let gue = Tunnel(type: .gue, port: 6080, flags: .checksum)

    @Test("Tunnel settings are no part of a server that does not tunnel")
    func tunnel_needsItsMethod() {
        for method in [ForwardingMethod.masquerade, .directRouting, .local, .bypass] {
            let plain = RealServer(Self.endpoint, method: method)
            let odd = RealServer(Self.endpoint, method: method, tunnel: Self.gue)
            #expect(odd.tunnel == .ipip)
            #expect(odd == plain)
            #expect(Set([odd, plain]).count == 1)
            // What is asked for in vain is still said.
            #expect(odd.errors(in: .ipv4).contains(.tunnelWithoutTunnelMethod(method)))
            #expect(!plain.errors(in: .ipv4).contains(.tunnelWithoutTunnelMethod(method)))
        }
    }

    @Test("Method and tunnel are set in any order")
    func tunnel_isSetBeforeOrAfterTheMethod() {
        var first = RealServer(Self.endpoint)
        first.tunnel = Self.gue
        first.method = .tunnel
        var second = RealServer(Self.endpoint)
        second.method = .tunnel
        second.tunnel = Self.gue
        #expect(first == second)
        #expect(first.tunnel == Self.gue)
        #expect(first != RealServer(Self.endpoint, method: .tunnel))
    }

    @Test("What the kernel keeps of a tunnel for other methods is neither read nor sent")
    func tunnel_isNotReadFromTheKernel() throws {
        var replies = MessageBatch()
        replies.append(command: IPVSCommand.newServer) {
            $0.put(RealServer(Self.endpoint, method: .tunnel, tunnel: Self.gue))
        }
        // The method becomes masquerading: the attribute FWD_METHOD (3) has 4 bytes.
        var bytes = replies.bytes
        let method = try #require(
            (0..<bytes.count - 7).first { Array(bytes[$0..<$0 + 8]) == [8, 0, 3, 0, 2, 0, 0, 0] }
        )
        bytes[method + 4] = 0
        let server = try ServerAttributes(in: bytes.span.extracting(20...)).server(in: .ipv4)
        #expect(server == RealServer(Self.endpoint, method: .masquerade))
        var odd = MessageBatch()
        odd.append(
            .addServer(
                RealServer(Self.endpoint, method: .masquerade, tunnel: Self.gue),
                to: .firewallMark(1, .ipv4)
            )
        )
        var plain = MessageBatch()
        plain.append(.addServer(RealServer(Self.endpoint, method: .masquerade), to: .firewallMark(1, .ipv4)))
        #expect(odd.bytes == plain.bytes)
    }
}
