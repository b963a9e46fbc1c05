import Glibc
import IPVSKit

/// Plays the kernel: answers wait in the socket before the request is sent, as they would with a real one.
final class ScriptedPeer {
    /// The socket under test.
    let socket: GenericNetlinkSocket
    /// The ends that play the kernel, one for each socket that may be opened.
    let ends: [FarEnd]
    private let openings: Openings

    /// Hands out the near ends in their order.
    private final class Openings {
        var descriptors: [Int32] = []
        var count = 0

        func next() throws(TransportError) -> (descriptor: Int32, port: UInt32) {
            guard count < descriptors.count else { throw .open(Errno(rawValue: EMFILE)) }
            count += 1
            return (descriptors[count - 1], NetlinkMessage.port)
        }
    }

    /// Creates connected pairs; the family is asked for when none is given.
    ///
    /// Nothing waits for answers that do not come unless `timeout` says so. Sequenced packets are datagrams
    /// of which empty ones and the other end's disappearance are told.
    init(
        family: UInt16? = NetlinkMessage.family,
        timeout: UInt32 = 0,
        _ answers: [[UInt8]] = []
    ) throws {
        openings = Openings()
        var ends: [FarEnd] = []
        for _ in 0..<2 {
            var pair: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0 else {
                throw Errno(rawValue: errno)
            }
            openings.descriptors.append(pair[0])
            ends.append(FarEnd(descriptor: pair[1]))
            var room: Int32 = 4 << 20
            setsockopt(pair[1], SOL_SOCKET, SO_SNDBUFFORCE, &room, 4)
        }
        self.ends = ends
        socket = GenericNetlinkSocket(family: family, adopting: openings.next)
        socket.timeout = timeout
        try queue(answers)
    }

    deinit {
        for end in ends { close(end.descriptor) }
        for descriptor in openings.descriptors[openings.count...] { close(descriptor) }
    }

    /// The end of the first socket that is opened.
    var end: FarEnd { ends[0] }

    /// How many sockets were opened.
    var openingCount: Int { openings.count }

    /// Sends datagrams to the socket under test.
    func queue(_ datagrams: [[UInt8]]) throws { try end.queue(datagrams) }

    /// Makes the send buffer of the socket under test small; the system doubles the number.
    func limitSending(to size: Int32) {
        var size = size
        for descriptor in openings.descriptors { setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, 4) }
    }

    /// Takes the datagrams that the socket under test has sent.
    func received() -> [[UInt8]] { end.received() }
}

/// The end of the pair that plays the kernel.
struct FarEnd: Sendable {
    let descriptor: Int32

    func queue(_ datagrams: [[UInt8]]) throws {
        for datagram in datagrams {
            guard send(descriptor, datagram, datagram.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) >= 0
            else { throw Errno(rawValue: errno) }
        }
    }

    func received() -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return datagrams }
            datagrams.append(Array(buffer[..<count]))
        }
    }

    /// Will never say anything again.
    func fallSilent() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Goes away.
    func hangUp() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

extension ScriptedPeer {
    /// What an exchange asks.
    enum Exchange: Sendable {
        /// So many requests that have no replies.
        case batch(Int)
        case single
        case dump
        case shortDump
    }

    /// Runs an exchange and says in words what came of it: refusals or replies, then the error if any.
    func outcome(of exchange: Exchange, wanted: Int = .max) -> String {
        guard case .batch(let count) = exchange else {
            return replies(exchange, wanted: wanted)
        }
        var batch = MessageBatch()
        for _ in 0..<count { batch.append(command: 1) { $0.put32(1, 7) } }
        do throws(TransportError) {
            return Self.list(try socket.transact(&batch))
        } catch .timedOut(let refusals) {
            return Self.list(refusals) + ", then timed out"
        } catch .repliesLost(let refusals) {
            return Self.list(refusals) + ", then lost"
        } catch {
            return "\(error)"
        }
    }

    private func replies(_ exchange: Exchange, wanted: Int) -> String {
        var count = 0
        var message = MessageBatch(command: 4)
        let kind: RequestKind =
            switch exchange {
            case .batch, .single: .single
            case .dump: .dump
            case .shortDump: .shortDump
            }
        do throws(TransportError) {
            try socket.request(&message, kind: kind) { _, _ in
                count += 1
                return count < wanted
            }
            return "\(count)"
        } catch {
            return "\(count), then \(error)"
        }
    }

    private static func list(_ refusals: [Refusal]) -> String {
        refusals.isEmpty ? "done" : refusals.map { "\($0.index) \($0.errno.name)" }.joined(separator: ", ")
    }
}
