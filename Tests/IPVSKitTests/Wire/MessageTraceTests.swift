import CNetlink
import IPVSKit
import IPVSTestSupport
import Testing

private typealias Kernel = NetlinkMessage

@Suite struct MessageTraceTests {
    private func lines(_ datagram: [UInt8], _ direction: MessageTrace.Direction = .received) -> [String] {
        MessageTrace.lines(of: datagram.span, direction, family: Kernel.family)
    }

    private func request(_ change: Change) -> [String] {
        var batch = MessageBatch()
        batch.append(change)
        // What the socket would write: the family, NLM_F_REQUEST | NLM_F_ACK, sequence number and port.
        batch.bytes.replaceSubrange(4..<8, with: [28, 0, 5, 0])
        return lines(batch.bytes, .sent)
    }

    @Test("A service is shown")
    func service() throws {
        let address = try #require(IPAddress("10.0.0.1"))
        var service = VirtualService(.tcp(Endpoint(address, port: 80)), scheduler: .sourceHashing)
        service.persistence = Persistence(timeout: 300, netmask: .ipv4(0xFFFF_0000), engine: "sip")
        service.schedulerFlags = [.fallback, .port]
        #expect(
            request(.addService(service)) == [
                "> IPVS NEW_SERVICE len=112 flags=REQUEST|ACK seq=0 pid=0 version=1",
                ">   SERVICE",
                ">     AF: INET",
                ">     PROTOCOL: TCP",
                ">     ADDR: 10.0.0.1",
                ">     PORT: 80",
                ">     SCHED_NAME: \"sh\"",
                ">     FLAGS: PERSISTENT|SCHED1|SCHED2 mask 0xffffffff",
                ">     TIMEOUT: 300",
                ">     NETMASK: 255.255.0.0",
                ">     PE_NAME: \"sip\"",
            ]
        )
    }

    @Test("A server of another family is shown")
    func mixedFamily() throws {
        let address = try #require(IPAddress("2001:db8::2"))
        let tunnel = Tunnel(type: .gue, port: 6080, flags: [.checksum, .remoteChecksum])
        let server = RealServer(
            Endpoint(address, port: 8080),
            method: .tunnel,
            weight: 7,
            upperThreshold: 9,
            lowerThreshold: 8,
            tunnel: tunnel
        )
        #expect(
            request(.addServer(server, to: .firewallMark(5, .ipv4))).dropFirst() == [
                ">   SERVICE",
                ">     AF: INET",
                ">     FWMARK: 5",
                ">   DEST",
                ">     ADDR_FAMILY: INET6",
                ">     ADDR: 2001:db8::2",
                ">     PORT: 8080",
                ">     FWD_METHOD: TUNNEL",
                ">     WEIGHT: 7",
                ">     U_THRESH: 9",
                ">     L_THRESH: 8",
                ">     TUN_TYPE: GUE",
                ">     TUN_PORT: 6080",
                ">     TUN_FLAGS: CSUM|REMCSUM",
            ]
        )
    }

    @Test("A daemon and timeouts are shown")
    func daemonAndTimeouts() throws {
        var daemon = SyncDaemon(.backup, interface: "eth0", syncID: 3, maximumLength: 1400)
        daemon.group = IPAddress("ff05::1")
        daemon.port = 8848
        daemon.timeToLive = 4
        #expect(
            request(.startDaemon(daemon)).dropFirst().sorted() == [
                ">     MCAST_GROUP6: ff05::1", ">     MCAST_IFN: \"eth0\"",
                ">     MCAST_PORT: 8848",
                ">     MCAST_TTL: 4", ">     STATE: BACKUP", ">     SYNC_ID: 3", ">     SYNC_MAXLEN: 1400",
                ">   DAEMON",
            ]
        )
        #expect(
            request(.setTimeouts(ConnectionTimeouts(tcp: 1, tcpFin: 2, udp: 3))).dropFirst() == [
                ">   TIMEOUT_TCP: 1", ">   TIMEOUT_TCP_FIN: 2", ">   TIMEOUT_UDP: 3",
            ]
        )
    }

    @Test("Counters are shown in one line")
    func counters() {
        let counters =
            Kernel.attribute(1, Kernel.bytes(UInt64(3_000_000_000))) + Kernel.attribute(11, [])
            + Kernel.attribute(4, Kernel.bytes(UInt64.max)) + Kernel.attribute(77, [1])
        let reply = Kernel.reply(1, attributes: Kernel.attribute(1, Kernel.attribute(12, counters)))
        #expect(
            lines(reply).last == "<     STATS64: CONNS=3000000000 INBYTES=18446744073709551615 77=01"
        )
    }

    @Test("The kernel's version is shown")
    func info() {
        let info = Kernel.attribute(1, [1, 2, 1, 0]) + Kernel.attribute(2, [0, 16, 0, 0])
        #expect(
            lines(Kernel.reply(1, command: IPVS_CMD_SET_INFO, attributes: info)) == [
                "< IPVS SET_INFO len=36 flags=0 seq=1 pid=4711 version=1",
                "<   VERSION: 66049",
                "<   CONN_TAB_SIZE: 4096",
            ]
        )
    }

    @Test("The family lookup is shown")
    func family() {
        let operation = Kernel.attribute(1, [4, 0, 0, 0]) + Kernel.attribute(2, [15, 0, 0, 0])
        let payload =
            [1, 2, 0, 0] + Kernel.attribute(2, Array("IPVS\0".utf8)) + Kernel.attribute(1, [28, 0])
            + Kernel.attribute(6, Kernel.attribute(1, operation))
        #expect(
            lines(Kernel.message(type: 16, 1, payload: payload)) == [
                "< nlctrl NEWFAMILY len=64 flags=0 seq=1 pid=4711 version=2",
                "<   FAMILY_NAME: \"IPVS\"",
                "<   FAMILY_ID: 28",
                "<   OPS",
                "<     1: ID=4 FLAGS=ADMIN_PERM|DO|DUMP|HASPOL",
            ]
        )
    }

    @Test("Refusals, acknowledgements and ends are shown")
    func answers() {
        let text = Kernel.attribute(1, Array("bad \"thing\"\n\0".utf8)) + Kernel.attribute(2, [24, 0, 0, 0])
        #expect(
            lines(Kernel.error(2, -22, attributes: text, echo: [5, 1, 0, 0])) == [
                "< ERROR len=68 flags=ACK_TLVS seq=2 pid=4711: invalid argument (EINVAL)",
                "<   request: len=20 type=28 flags=REQUEST seq=2 pid=4711",
                "<   MSG: \"bad \\\"thing\\\"\\x0a\"",
                "<   OFFS: 24",
            ]
        )
        #expect(
            lines(Kernel.error(2, 0) + Kernel.done(3) + Kernel.done(3, -105)) == [
                "< ACK len=36 flags=CAPPED seq=2 pid=4711",
                "<   request: len=16 type=28 flags=REQUEST seq=2 pid=4711",
                "< DONE len=20 flags=MULTI seq=3 pid=4711",
                "< DONE len=20 flags=MULTI seq=3 pid=4711: no buffer space available (ENOBUFS)",
            ]
        )
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var datagram: [UInt8]
        var last: String

        init(_ name: String, _ datagram: [UInt8], _ last: String) {
            testDescription = name
            self.datagram = datagram
            self.last = last
        }
    }

    @Test(arguments: [
        Row("nothing", [], "< an empty datagram"),
        Row(
            "seven bytes",
            [1, 2, 3, 4, 5, 6, 7],
            "< cut off, a message header has 16 bytes: 01020304050607"
        ),
        Row(
            "a length of 0",
            Kernel.message(type: 28, 1, length: 0),
            "< malformed, a message of 0 bytes where 16 are left: 000000001c0000000100000067120000"
        ),
        Row(
            "a length behind the end",
            Kernel.message(type: 28, 1, length: 21, payload: [1, 2, 3, 4]),
            "< malformed, a message of 21 bytes where 20 are left: 150000001c000000010000006712000001020304"
        ),
        Row(
            "no generic header",
            Kernel.message(type: 28, 1, payload: [1, 2]),
            "< IPVS len=18 flags=0 seq=1 pid=4711 without generic header 0102"
        ),
        Row(
            "a type of nobody's",
            Kernel.message(type: 99, flags: 0x42, 1, payload: [1, 2]),
            "< type 99 len=18 flags=MULTI|0x40 seq=1 pid=4711 0102"
        ),
        Row(
            "an unknown command",
            Kernel.reply(1, command: 99, attributes: []),
            "< IPVS command 99 len=20 flags=0 seq=1 pid=4711 version=1"
        ),
        Row(
            "no status",
            Kernel.message(type: 2, 1, payload: [1, 0, 0, 0]),
            "< ERROR len=20 flags=0 seq=1 pid=4711 without status 01000000"
        ),
        Row(
            "an end without status",
            Kernel.message(type: 3, 1),
            "< DONE len=16 flags=0 seq=1 pid=4711 without status (no bytes)"
        ),
        Row(
            "the smallest status",
            Kernel.done(1, .min),
            "< DONE len=20 flags=MULTI seq=1 pid=4711: status -2147483648"
        ),
        Row(
            "an unknown attribute",
            Kernel.reply(1, attributes: Kernel.attribute(50, [1, 2])),
            "<   attribute 50: 0102"
        ),
        Row(
            "an attribute of length 3",
            Kernel.reply(1, attributes: Kernel.attribute(4, [1, 2, 3, 4], length: 3)),
            "<   malformed, an attribute of 3 bytes where 8 are left: 0300040001020304"
        ),
        Row(
            "an attribute behind the end",
            Kernel.reply(1, attributes: Kernel.attribute(1, Kernel.attribute(4, [0, 80], length: 200))),
            "<     malformed, an attribute of 200 bytes where 8 are left: c800040000500000"
        ),
        Row(
            "a number of the wrong size",
            Kernel.reply(1, attributes: Kernel.attribute(4, [1, 2])),
            "<   TIMEOUT_TCP: 0102"
        ),
        Row(
            "an address of six bytes",
            Kernel.reply(1, attributes: Kernel.attribute(1, Kernel.attribute(3, [1, 2, 3, 4, 5, 6]))),
            "<     ADDR: 010203040506"
        ),
        Row(
            "flags of four bytes",
            Kernel.reply(1, attributes: Kernel.attribute(1, Kernel.attribute(7, [1, 0, 0, 0]))),
            "<     FLAGS: 01000000"
        ),
        Row(
            "a great many bytes",
            Kernel.reply(1, attributes: Kernel.attribute(60, [UInt8](repeating: 0xAB, count: 100))),
            "<   attribute 60: " + String(repeating: "ab", count: 64) + "… (100 bytes)"
        ),
        Row(
            "a damaged extended acknowledgement",
            Kernel.error(1, -1, attributes: Kernel.attribute(1, [65], length: 90)),
            "<   malformed, an attribute of 90 bytes where 8 are left: 5a00010041000000"
        ),
    ])
    func showsWhatItCannotReadAsBytes(row: Row) {
        #expect(lines(row.datagram).last == row.last)
    }

    @Test("Damaged messages do not crash", arguments: [1, 2, UInt64.random(in: 3 ... .max)])
    func damage(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let address = try #require(IPAddress("2001:db8::1"))
        var batch = MessageBatch()
        batch.append(.addService(VirtualService(.udp(Endpoint(address, port: 53)))))
        batch.append(.addServer(RealServer(Endpoint(address, port: 53)), to: .firewallMark(1, .ipv6)))
        let whole =
            batch.bytes + Kernel.error(1, -2, attributes: Kernel.attribute(1, [65, 0]), echo: [1, 1, 0, 0])
            + Kernel.done(1)
        for _ in 0..<4000 {
            var bytes = whole
            for _ in 0...(generator.next() % 6) {
                let index = Int(generator.next() % UInt64(bytes.count))
                bytes[index] = generator.pick([0, 1, 2, 3, 4, 5, 16, 28, 128, 255, UInt8(index & 255)])
            }
            bytes.removeLast(Int(generator.next() % 8) * Int(generator.next() % 8))
            let lines = MessageTrace.lines(of: bytes.span, .received, family: 28)
            #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("<") }, "seed \(seed)")
        }
    }
}
