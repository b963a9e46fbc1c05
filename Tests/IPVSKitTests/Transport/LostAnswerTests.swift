import CNetlink
import Glibc
import IPVSKit
import Testing

/// The one kernel that is everywhere: the controller of generic netlink, asked for what it refuses.
///
/// It needs no privilege, and fills a receive buffer as IPVS does.
@Suite struct LostAnswerTests {
    /// A socket whose receive buffer is the smallest that a kernel allows: a few answers.
    private func narrowSocket() throws -> GenericNetlinkSocket {
        let descriptor = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue), NETLINK_GENERIC)
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        var length = socklen_t(MemoryLayout<sockaddr_nl>.size)
        var room: Int32 = 1
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0
                    && setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, 4) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard status else { throw Errno(rawValue: errno) }
        let port = address.nl_pid
        let socket = GenericNetlinkSocket(family: UInt16(GENL_ID_CTRL)) { (descriptor, port) }
        socket.timeout = 0
        return socket
    }

    private func refused(_ count: Int) -> MessageBatch {
        var batch = MessageBatch()
        for _ in 0..<count { batch.append(command: 200) { _ in } }
        return batch
    }

    @Test("Lost answers are reported with the refusals that arrived")
    func refusals() throws {
        let socket = try narrowSocket()
        var batch = refused(100)
        do throws(TransportError) {
            let refusals = try socket.transact(&batch)
            Issue.record("\(refusals.count) of 100 answers fit")
        } catch {
            guard case .repliesLost(let refusals) = error else { throw error }
            #expect(!refusals.isEmpty)
            #expect(refusals.map(\.index) == Array(0..<refusals.count))
            #expect(refusals.allSatisfy { $0.errno == .notSupported })
        }
    }

    @Test("Lost answers leave the socket usable")
    func nextExchange() throws {
        let socket = try narrowSocket()
        for _ in 0..<3 {
            var batch = refused(100)
            #expect(throws: TransportError.self) { try socket.transact(&batch) }
            var small = refused(2)
            #expect(try socket.transact(&small).map(\.index) == [0, 1])
        }
        var question = MessageBatch(command: UInt8(CTRL_CMD_GETFAMILY)) { message in
            message.putText(UInt16(CTRL_ATTR_FAMILY_NAME), "nlctrl")
        }
        var count = 0
        try socket.request(&question, kind: .single) { _, _ in
            count += 1
            return true
        }
        #expect(count == 1)
    }

    @Test("The family lookup loses no answers")
    func family() throws {
        let socket = try narrowSocket()
        var question = MessageBatch(command: UInt8(CTRL_CMD_GETFAMILY))
        var names: [String] = []
        try socket.request(&question, kind: .dump) { (_, attributes) throws(WireError) in
            try AttributeReader.forEach(attributes, in: "") { (type, value) throws(WireError) in
                if type == UInt16(CTRL_ATTR_FAMILY_NAME) { names.append("\(try value.text("NAME"))") }
            }
            return true
        }
        #expect(names.contains("nlctrl"))
    }
}
