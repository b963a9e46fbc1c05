import CNetlink
import Foundation
import IPVSKit
import Testing

private typealias Kernel = NetlinkMessage

/// What the socket sends, and what it does for its caller beyond one regular exchange.
@Suite struct GenericNetlinkSocketTests {
    @Test("Every message of a batch is addressed")
    func batch() throws {
        let peer = try ScriptedPeer([Kernel.error(2, 0)])
        var batch = MessageBatch()
        batch.append(command: 5) { $0.put32(1, 7) }
        batch.append(command: 6) { _ in }
        #expect(try peer.socket.transact(&batch).isEmpty)
        let first = Kernel.message(
            type: Kernel.family,
            flags: NLM_F_REQUEST,
            1,
            payload: [5, 1, 0, 0] + Kernel.attribute(1, [7, 0, 0, 0])
        )
        let second = Kernel.message(
            type: Kernel.family,
            flags: NLM_F_REQUEST | NLM_F_ACK,
            2,
            payload: [6, 1, 0, 0]
        )
        #expect(peer.received() == [first + second])
    }

    @Test("A batch that is too long for the send buffer goes in halves, and refusals keep their places")
    func halvesWhatIsTooLong() throws {
        // The whole, 16 messages, took the numbers 1 to 16 and was not sent.
        let peer = try ScriptedPeer([
            Kernel.error(19, -17), Kernel.error(24, 0), Kernel.error(30, -17), Kernel.error(32, 0),
        ])
        peer.limitSending(to: 4608)
        var batch = MessageBatch()
        for _ in 0..<16 {
            batch.append(command: 5) { message in
                for _ in 0..<120 { message.put32(1, 7) }
            }
        }
        let refusals = try peer.socket.transact(&batch)
        #expect(refusals.map(\.index) == [2, 13])
        #expect(peer.received().map(\.count) == [7840, 7840])
    }

    @Test("Lists are requested as dumps")
    func dump() throws {
        let peer = try ScriptedPeer([Kernel.done(1)])
        #expect(peer.outcome(of: .dump) == "0")
        let request = Kernel.message(
            type: Kernel.family,
            flags: NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH,
            1,
            payload: [4, 1, 0, 0]
        )
        #expect(peer.received() == [request])
    }

    @Test("An empty batch sends nothing")
    func emptyBatch() throws {
        let peer = try ScriptedPeer()
        var batch = MessageBatch()
        #expect(try peer.socket.transact(&batch).isEmpty)
        #expect(peer.received().isEmpty)
    }

    @Test("A reply has its command and attributes")
    func reply() throws {
        let reply = Kernel.reply(1, command: 15, attributes: Kernel.attribute(2, [1, 2, 3, 4]))
        let peer = try ScriptedPeer([reply, Kernel.error(1, 0)])
        var message = MessageBatch(command: 15)
        var replies: [[UInt8]] = []
        try peer.socket.request(&message, kind: .single) { command, attributes in
            replies.append([command] + (0..<attributes.count).map { attributes[$0] })
            return true
        }
        #expect(replies == [[15, 8, 0, 2, 0, 1, 2, 3, 4]])
    }

    @Test("The rest of an abandoned list is read", arguments: [1, 2, 3, 5])
    func abandonedList(wanted: Int) throws {
        let parts = (0..<40).map { _ in Kernel.reply(1) + Kernel.reply(1) }
        let peer = try ScriptedPeer(parts + [Kernel.done(1)])
        #expect(peer.outcome(of: .dump, wanted: wanted) == "\(wanted)")
        try peer.queue([Kernel.reply(2), Kernel.done(2)])
        #expect(peer.outcome(of: .dump) == "1")
    }

    @Test(
        "Errors after the wanted part are ignored",
        arguments: [
            [[1], Kernel.done(1)], [Kernel.done(1, -5)],
            [Kernel.reply(1, flags: NLM_F_DUMP_INTR), Kernel.done(1)],
        ]
    )
    func lateError(rest: [[UInt8]]) throws {
        let peer = try ScriptedPeer([Kernel.reply(1)] + rest)
        #expect(peer.outcome(of: .dump, wanted: 1) == "1")
    }

    @Test("An error of the reader is passed on")
    func readerError() throws {
        let peer = try ScriptedPeer([Kernel.reply(1), Kernel.reply(1), Kernel.done(1)])
        var message = MessageBatch(command: 4)
        var count = 0
        #expect(throws: TransportError.wire(.missing(attribute: "X"))) {
            try peer.socket.request(&message, kind: .dump) { (_, _) throws(WireError) in
                count += 1
                throw .missing(attribute: "X")
            }
        }
        #expect(count == 1)
        try expectUsable(peer, after: .dump)
    }

    @Test("An exchange inside another is refused")
    func nesting() throws {
        let peer = try ScriptedPeer([Kernel.reply(1), Kernel.done(1)])
        var message = MessageBatch(command: 4)
        var inner = ""
        try peer.socket.request(&message, kind: .dump) { _, _ in
            inner = peer.outcome(of: .single)
            return true
        }
        #expect(inner == "0, then the request could not be sent: device or resource busy (EBUSY)")
        try expectUsable(peer, after: .single)
    }

    struct Fragment: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var lengths: [UInt32]
        var size: Int

        /// `lengths` are what the headers claim, one behind the other; `size` is what is there.
        init(_ name: String, _ lengths: [UInt32], of size: Int) {
            testDescription = name
            self.lengths = lengths
            self.size = size
        }
    }

    @Test(
        "Only whole messages are sent",
        arguments: [
            Fragment("longer than the batch", [28], of: 20),
            Fragment("bytes behind the message", [20], of: 24),
            Fragment("no length", [0], of: 20),
            Fragment("no generic header", [16], of: 16),
            Fragment("an uneven length", [21], of: 24),
            Fragment("the first of two longer than the batch", [0xFFFF_FFF0, 40], of: 40),
            Fragment("the first of two without generic header", [16, 20], of: 36),
            Fragment("the second of two missing", [40, 0], of: 40),
        ]
    )
    func wholeMessages(fragment: Fragment) throws {
        let peer = try ScriptedPeer()
        var batch = MessageBatch()
        for _ in fragment.lengths { batch.append(command: 1) { _ in } }
        batch.bytes = [UInt8](repeating: 0, count: fragment.size)
        var start = 0
        for length in fragment.lengths where start + 4 <= fragment.size {
            batch.bytes.replaceSubrange(start..<(start + 4), with: Kernel.bytes(length))
            start += Int(length)
        }
        #expect(throws: TransportError.send(.invalid)) { try peer.socket.transact(&batch) }
        #expect(peer.received().isEmpty)
    }

    @Test("Lists and requests are sent one at a time")
    func oneAtATime() throws {
        let peer = try ScriptedPeer()
        var batch = MessageBatch()
        for _ in 0..<2 { batch.append(command: 4) { _ in } }
        for kind in [RequestKind.single, .dump] {
            #expect(throws: TransportError.send(.invalid)) {
                try peer.socket.request(&batch, kind: kind) { _, _ in true }
            }
        }
        #expect(peer.received().isEmpty)
    }

    @Test("The family is looked up once")
    func family() throws {
        let name = Kernel.attribute(2, Array("IPVS\0".utf8))
        let family = Kernel.message(
            type: 16,
            1,
            payload: [1, 2, 0, 0] + name + Kernel.attribute(1, [28, 0]) + Kernel.attribute(6, [1, 2, 3])
        )
        let peer = try ScriptedPeer(family: nil, [family, Kernel.error(1, 0)])
        #expect(peer.outcome(of: .single) == "0, then the kernel did not answer in time")
        try peer.queue([Kernel.done(3)])
        #expect(peer.outcome(of: .dump) == "0")
        let question = Kernel.message(
            type: 16,
            flags: NLM_F_REQUEST | NLM_F_ACK,
            1,
            payload: [3, 1, 0, 0] + name
        )
        let sent = peer.received()
        #expect(sent.count == 3)
        #expect(sent.first == question)
    }

    @Test(arguments: [
        ([Kernel.error(1, -2)], TransportError.family(Refusal(index: 0, errno: .noSuchEntry))),
        ([Kernel.error(1, 0)], .wire(.missing(attribute: "CTRL.FAMILY_ID"))),
        (
            [
                Kernel.message(type: 16, 1, payload: [1, 2, 0, 0] + Kernel.attribute(1, [28])),
                Kernel.error(1, 0),
            ],
            .wire(.wrongSize(attribute: "CTRL.FAMILY_ID", expected: 2, found: 1))
        ),
        ([], .timedOut(refusals: [])),
    ])
    func saysWhyThereIsNoFamily(answers: [[UInt8]], error: TransportError) throws {
        let peer = try ScriptedPeer(family: nil, answers)
        var message = MessageBatch(command: 1)
        #expect(throws: error) { try peer.socket.transact(&message) }
        #expect(peer.received().count == 1)
    }

    @Test("A missing module is loaded once, and the kernel asked again")
    func loadModule_asksAgain() throws {
        let family = Kernel.message(type: 16, 2, payload: [1, 2, 0, 0] + Kernel.attribute(1, [28, 0]))
        let peer = try ScriptedPeer(family: nil, [Kernel.error(1, -2)])
        var calls = 0
        peer.socket.loadModule = {
            calls += 1
            try? peer.queue([family, Kernel.error(2, 0), Kernel.error(3, 0)])
        }
        #expect(peer.outcome(of: .batch(1)) == "done")
        #expect(calls == 1)
        #expect(peer.received().count == 3)
    }

    @Test("A module that cannot be loaded is not tried twice; other errors are no reason to load it")
    func loadModule_givesUp() throws {
        let missing = TransportError.family(Refusal(index: 0, errno: .noSuchEntry))
        let denied = TransportError.family(Refusal(index: 0, errno: .operationNotPermitted))
        let peer = try ScriptedPeer(family: nil, [Kernel.error(1, -2)])
        var calls = 0
        peer.socket.loadModule = {
            calls += 1
            try? peer.queue([Kernel.error(2, -2)])
        }
        var message = MessageBatch(command: 1)
        #expect(throws: missing) { try peer.socket.transact(&message) }
        try peer.queue([Kernel.error(3, -2)])
        #expect(throws: missing) { try peer.socket.transact(&message) }
        #expect(calls == 1)
        let other = try ScriptedPeer(family: nil, [Kernel.error(1, -1)])
        other.socket.loadModule = { calls += 1 }
        #expect(throws: denied) { try other.socket.transact(&message) }
        #expect(calls == 1)
    }

    @Test("Both directions are traced")
    func trace() throws {
        let peer = try ScriptedPeer([Kernel.error(1, -17), Kernel.error(2, 0)])
        var lines: [String] = []
        peer.socket.trace = { lines.append($0) }
        #expect(peer.outcome(of: .batch(2)) == "0 EEXIST")
        #expect(lines.first == "> IPVS NEW_SERVICE len=28 flags=REQUEST seq=1 pid=4711 version=1")
        #expect(lines.contains("< ERROR len=36 flags=CAPPED seq=1 pid=4711: file exists (EEXIST)"))
        #expect(lines.contains("< ACK len=36 flags=CAPPED seq=2 pid=4711"))
    }
}
