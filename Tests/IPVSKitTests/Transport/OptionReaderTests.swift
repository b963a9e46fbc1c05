import CNetlink
import Testing

@testable import IPVSKit

/// The structures of the kernel's older interface, whatever is in them.
@Suite struct OptionReaderTests {
    private var server: ip_vs_dest_entry {
        var entry = ip_vs_dest_entry()
        entry.addr = UInt32(0x0A01_0002).bigEndian
        entry.port = UInt16(8080).bigEndian
        entry.conn_flags = UInt32(IP_VS_CONN_F_DROUTE)
        (entry.weight, entry.u_threshold, entry.l_threshold) = (7, 9, 3)
        (entry.activeconns, entry.inactconns, entry.persistconns) = (1, 2, .max)
        return entry
    }

    private func name(_ text: String) -> ip_vs_service_entry {
        var entry = service
        withUnsafeMutableBytes(of: &entry.sched_name) { $0.copyBytes(from: text.utf8) }
        return entry
    }

    private var service: ip_vs_service_entry {
        var entry = ip_vs_service_entry()
        entry.protocol = 6
        entry.addr = UInt32(0x0A00_0001).bigEndian
        entry.port = UInt16(80).bigEndian
        entry.sched_name.0 = 0x72
        entry.sched_name.1 = 0x72
        // IP_VS_SVC_F_PERSISTENT and IP_VS_SVC_F_HASHED, <linux/ip_vs.h>
        entry.flags = 3
        entry.timeout = 360
        entry.netmask = UInt32(0xFFFF_FF00).bigEndian
        entry.num_dests = 5
        return entry
    }

    private var expected: VirtualService {
        let identity = ServiceIdentity.tcp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 80))
        var service = VirtualService(identity, scheduler: .roundRobin)
        service.persistence = Persistence(timeout: 360, netmask: .ipv4(0xFFFF_FF00), engine: "sip")
        return service
    }

    @Test("A server's numbers are read")
    func serverNumbers() throws {
        let found = try #require(server.observed)
        let endpoint = Endpoint(IPAddress(v4: 0x0A01_0002), port: 8080)
        #expect(
            found.configuration
                == RealServer(
                    endpoint,
                    method: .directRouting,
                    weight: 7,
                    upperThreshold: 9,
                    lowerThreshold: 3
                )
        )
        #expect(found.connections == ConnectionCounts(active: 1, inactive: 2, persistent: .max))
    }

    @Test("Forwarding methods are those of netlink")
    func methods() {
        for flags in (0...0xFF).map(UInt32.init) + [0xFFFF_FFF8, 0xFFFF_FFFA, .max] {
            var entry = server
            entry.conn_flags = flags
            let method = ForwardingMethod(rawValue: flags & 7)
            // What a tunnel is like is not told.
            #expect(entry.observed?.configuration.method == (method == .tunnel ? nil : method))
        }
    }

    @Test("A server of any bytes is read")
    func randomServer() {
        var entry = server
        withUnsafeMutableBytes(of: &entry) { bytes in
            bytes.copyBytes(from: [UInt8](repeating: 0xFF, count: bytes.count))
        }
        #expect(entry.observed?.configuration.weight == .max)
    }

    @Test("A service is compared in all its fields")
    func comparison() {
        #expect(service.service?.isAlike(expected) == true)
        #expect(service.service?.serverCount == 5)
        let changes: [(inout ip_vs_service_entry) -> Void] = [
            { $0.protocol = 17 }, { $0.addr ^= 1 << 24 }, { $0.port = 0 }, { $0.fwmark = 1 },
            { $0.sched_name.2 = 0x72 },
            { $0.sched_name.0 = 0 }, { $0.flags = 0 }, { $0.timeout = 361 }, { $0.netmask = .max },
        ]
        for (number, change) in changes.enumerated() {
            var other = service
            change(&other)
            #expect(other.service?.isAlike(expected) != true, "change \(number)")
        }
    }

    @Test("A service by mark has no address")
    func mark() {
        var entry = service
        entry.fwmark = .max
        var marked = VirtualService(.firewallMark(.max, .ipv4), scheduler: .roundRobin)
        marked.persistence = expected.persistence
        #expect(entry.service?.isAlike(marked) == true)
        marked = VirtualService(.firewallMark(.max, .ipv6), scheduler: .roundRobin)
        marked.persistence = expected.persistence
        #expect(entry.service?.isAlike(marked) == false)
    }

    @Test("A name may fill its field")
    func longName() {
        var service = expected
        service.scheduler = Scheduler(rawValue: "0123456789abcdef")
        #expect(name("0123456789abcdef").service?.isAlike(service) == true)
    }

    @Test("A request names its service")
    func request() {
        let request = ip_vs_get_dests(.udp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 53)))
        #expect(request.protocol == 17)
        #expect(request.addr == UInt32(0x0A00_0001).bigEndian)
        #expect(request.port == UInt16(53).bigEndian)
        #expect(request.fwmark == 0)
        #expect(ip_vs_get_dests(.firewallMark(9, .ipv4)).fwmark == 9)
        let entry = ip_vs_service_entry(.udp(Endpoint(IPAddress(v4: 0x0A00_0001), port: 53)))
        #expect(entry.protocol == request.protocol)
        #expect(entry.addr == request.addr)
        #expect(entry.port == request.port)
        #expect(ip_vs_service_entry(.firewallMark(9, .ipv4)).fwmark == 9)
    }

    @Test("Nothing is read without IPVS, or of too many services")
    func unavailable() {
        let reader = OptionReader()
        #expect(reader.services(expecting: 1 << 20) == nil)
        // A host with IPVS may have services; one that it has no name for it has not.
        let nowhere = ServiceIdentity.endpoint(
            ServiceProtocol(rawValue: 255),
            Endpoint(IPAddress(v4: 0), port: 0)
        )
        for count in [0, 4, 999, 0] { #expect(reader.servers(of: nowhere, count: count) == nil) }
        #expect(reader.servers(of: nowhere) == nil)
        #expect(reader.servers(of: .firewallMark(1, .ipv6)) == nil)
    }
}
