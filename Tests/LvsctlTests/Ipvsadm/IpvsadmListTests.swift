import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit
@testable import lvsctl

/// The parts of ipvsadm's lists that a kernel at rest does not show; the rest is compared in the guest.
@Suite struct IpvsadmListTests {
    struct NumberRow: CustomTestStringConvertible {
        let number: UInt64
        let scaled: String
        let exact: String
        var testDescription: String { "\(number)" }
    }

    @Test(
        "Counters are shortened",
        arguments: [
            NumberRow(number: 0, scaled: "        0", exact: "        0"),
            NumberRow(number: 99_999_999, scaled: " 99999999", exact: " 99999999"),
            NumberRow(number: 100_000_000, scaled: "  100000K", exact: " 100000000"),
            NumberRow(number: 999_999_999, scaled: "  999999K", exact: " 999999999"),
            NumberRow(number: 1_000_000_000, scaled: "    1000M", exact: " 1000000000"),
            NumberRow(number: 99_999_999_999, scaled: "   99999M", exact: " 99999999999"),
            NumberRow(number: 100_000_000_000, scaled: "     100G", exact: " 100000000000"),
            NumberRow(number: 99_999_999_999_999, scaled: "   99999G", exact: " 99999999999999"),
            NumberRow(number: 100_000_000_000_000, scaled: "     100T", exact: " 100000000000000"),
            NumberRow(number: .max, scaled: "18446744T", exact: " 18446744073709551615"),
        ]
    )
    func counters(_ row: NumberRow) {
        var (scaled, exact): ([UInt8], [UInt8]) = ([], [])
        scaled.appendScaled(row.number)
        exact.appendExact(row.number)
        #expect(String(decoding: scaled, as: UTF8.self) == row.scaled)
        #expect(String(decoding: exact, as: UTF8.self) == row.exact)
    }

    /// Addresses that ipvsadm sorts in a circle: what comes out depends on what went in.
    @Test(
        "The order is that of glibc's merge sort",
        arguments: [
            (["127.0.0.1", "172.16.0.1", "192.168.0.1", "100.0.0.1", "10.0.0.1"], "127 172 192 10 100"),
            (["10.0.0.1", "100.0.0.1", "192.168.0.1", "127.0.0.1", "172.16.0.1"], "10 100 127 172 192"),
            (["200.0.0.1", "100.0.0.1", "10.0.0.1"], "200 10 100"),
        ]
    )
    func order(_ addresses: [String], _ expected: String) throws {
        let servers = try addresses.map {
            ObservedServer(RealServer(Endpoint(try #require(IPAddress($0)), port: 80)))
        }
        let sorted = IpvsadmOrder.backwards(servers).reversed().map {
            $0.configuration.endpoint.description.split(separator: ".")[0]
        }
        #expect(sorted.joined(separator: " ") == expected)
    }

    /// Servers that were added in order need no sorting; what is not sorted must be in the order all the same.
    @Test("Both ways to find the order agree")
    func orderPaths() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let reach = UInt64.max >> UInt64.random(in: 0..<64, using: &generator)
            let start = UInt64.random(in: 0 ... .max, using: &generator)
            let isIPv6 = Bool.random(using: &generator)
            let endpoints = Set(
                (0..<Int.random(in: 0..<9, using: &generator)).map { _ in
                    let bits = start &+ UInt64.random(in: 0...reach, using: &generator)
                    let address =
                        isIPv6
                        ? IPAddress(v6: bits & 1, bits) : IPAddress(v4: UInt32(truncatingIfNeeded: bits))
                    return Endpoint(address, port: UInt16.random(in: 1...2, using: &generator))
                }
            )
            // Newest first, as the kernel lists them, or nearly so.
            var servers = endpoints.sorted(by: >).map { ObservedServer(RealServer($0)) }
            if servers.count > 1, Bool.random(using: &generator) { servers.swapAt(0, servers.count - 1) }
            let places = IpvsadmOrder.places(of: servers) {
                IpvsadmOrder.compare($0.configuration.endpoint, $1.configuration.endpoint)
            }
            #expect(IpvsadmOrder.backwards(servers) == places.reversed().map { servers[$0] })
        }
    }

    @Test("Servers have wide counters, and marks are unsigned")
    func wideCounters() throws {
        let kernel = FakeKernel()
        let identity = ServiceIdentity.firewallMark(4_294_967_295, .ipv4)
        let server = RealServer(Endpoint(IPAddress(v4: 0x0A00_0002), port: 0), method: .masquerade)
        kernel.configuration.services[identity] = ServiceConfiguration(
            VirtualService(identity, scheduler: .roundRobin),
            servers: [server]
        )
        var statistics = Statistics()
        statistics.connections = 5_000_000_000
        statistics.incomingPacketRate = 5_000_000_000
        kernel.serverNumbers[identity] = [server.endpoint: ObservedServer(server, statistics: statistics)]
        #expect(
            output(kernel, ["-Ln", "--stats"]).hasSuffix(
                """
                FWM  4294967295                          0        0        0        0        0
                  -> 10.0.0.2:0                      5000M        0        0        0        0

                """
            )
        )
        #expect(
            output(kernel, ["-Ln", "--rate"]).contains(
                "  -> 10.0.0.2:0                          0 5000000000"
            )
        )
        #expect(output(kernel, ["-S", "-n"]).hasPrefix("-A -f 4294967295 -s rr\n"))
    }

    @Test("A tunnel of an unknown type is not shown")
    func unknownTunnel() {
        let kernel = FakeKernel()
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        let server = RealServer(
            Endpoint(IPAddress(v4: 0x0A00_0002), port: 80),
            method: .tunnel,
            tunnel: Tunnel(type: TunnelType(rawValue: 9))
        )
        kernel.configuration.services[identity] = ServiceConfiguration(
            VirtualService(identity),
            servers: [server]
        )
        #expect(output(kernel, ["-Ln", "--tun-info"]).contains("Tunnel  n/a           1      0"))
        let run = run(kernel, ["-S", "-n"])
        #expect(run.output == "-A -t 10.0.0.1:80 -s wlc\n")
        #expect(run.errors.contains("not saved: add real server 10.0.0.2:80"))
    }

    @Test("Long engine data is neither cut nor dangerous")
    func engineData() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = String(repeating: "M", count: 5000)
        let text = """
            Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData
            UDP 0A000001 0000 0A00000A 13C4 0A000001 13C4 NONE            298 sip \(data)

            """
        try text.write(to: folder.appendingPathComponent("ip_vs_conn"), atomically: true, encoding: .utf8)
        let harness = ProgramHarness()
        harness.procFolder = folder.path
        #expect(
            harness.run(["-Lnc", "--persistent-conn"], calledAs: "ipvsadm").output.hasSuffix(
                "\nUDP 04:58  NONE        10.0.0.1:0         10.0.0.10:5060     10.0.0.1:5060    "
                    + "sip                \(data)\n"
            )
        )
    }

    private func run(_ kernel: FakeKernel, _ words: [String]) -> ProgramRun {
        let harness = ProgramHarness()
        harness.ipvsadmKernel = kernel.table()
        return harness.run(words, calledAs: "ipvsadm")
    }

    private func output(_ kernel: FakeKernel, _ words: [String]) -> String { run(kernel, words).output }
}
