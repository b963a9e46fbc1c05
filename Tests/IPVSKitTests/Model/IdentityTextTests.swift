import IPVSKit
import Testing

/// Addresses, services and schedulers from text.
@Suite struct IdentityTextTests {
    private static let v4 = IPAddress(v4: 0x0A00_0001)
    private static let v6 = IPAddress(v6: 0x2001_0DB8_0000_0000, 1)

    static let endpoints: [(String, Endpoint)] = [
        ("10.0.0.1:80", Endpoint(v4, port: 80)), ("10.0.0.1:0", Endpoint(v4, port: 0)),
        ("[2001:db8::1]:65535", Endpoint(v6, port: 65535)),
    ]

    @Test("An endpoint is read from what it prints", arguments: endpoints)
    func endpoint(text: String, endpoint: Endpoint) {
        #expect(Endpoint(text) == endpoint)
        #expect("\(endpoint)" == text)
    }

    @Test(
        "What is no endpoint is refused",
        arguments: [
            "", ":", "10.0.0.1", "10.0.0.1:", ":80", "10.0.0.1:65536", "10.0.0.1:+80", "10.0.0.1:-1",
            "10.0.0.1: 80",
            "10.0.0.1:http", "[10.0.0.1]:80", "2001:db8::1", "2001:db8::1:80", "[2001:db8::1]",
            "[2001:db8::1:80",
            "2001:db8::1]:80", "localhost:80", "10.0.0.1:\u{661}",
        ]
    )
    func noEndpoint(text: String) {
        #expect(Endpoint(text) == nil)
    }

    static let services: [(String, ServiceIdentity)] = [
        ("tcp 10.0.0.1:80", .tcp(Endpoint(v4, port: 80))),
        ("udp [2001:db8::1]:53", .udp(Endpoint(v6, port: 53))),
        ("sctp 10.0.0.1:9", .sctp(Endpoint(v4, port: 9))),
        ("protocol 47 10.0.0.1:0", .endpoint(ServiceProtocol(rawValue: 47), Endpoint(v4, port: 0))),
        ("firewall mark 5", .firewallMark(5, .ipv4)),
        ("firewall mark 4294967295 IPv6", .firewallMark(.max, .ipv6)),
    ]

    @Test("A service is read from what it prints", arguments: services)
    func service(text: String, service: ServiceIdentity) {
        #expect(ServiceIdentity(text) == service)
        #expect("\(service)" == text)
    }

    @Test(
        "What is no service is refused",
        arguments: [
            "", "tcp", "tcp ", "10.0.0.1:80", "TCP 10.0.0.1:80", "tcp  10.0.0.1:80", "tcp 10.0.0.1:80 ",
            "icmp 10.0.0.1:0",
            "firewall", "firewall mark", "firewall mark 0", "firewall mark +5", "firewall mark 4294967296",
            "firewall mark 5 IPv4", "firewall mark 5 IPv6 IPv6", "firewall wall 5",
            "protocol 65536 10.0.0.1:0",
            "protocol 47",
        ]
    )
    func noService(text: String) {
        #expect(ServiceIdentity(text) == nil)
    }

    @Test(
        "A scheduler is read from 1 to 15 bytes",
        arguments: [
            ("wlc", Scheduler.weightedLeastConnection), ("mine", "mine"),
            ("123456789012345", "123456789012345"),
        ]
    )
    func scheduler(text: String, scheduler: Scheduler) {
        #expect(Scheduler(text) == scheduler)
        #expect("\(scheduler)" == text)
    }

    @Test("What is no scheduler's name is refused", arguments: ["", "1234567890123456", "a\0"])
    func noScheduler(text: String) {
        #expect(Scheduler(text) == nil)
    }
}
