import CNetlink
import IPVSKit
import Testing

private typealias Kernel = NetlinkMessage

/// What a kernel answers, and what an exchange makes of it.
struct ExchangeRow: CustomTestStringConvertible, Sendable {
    var name: String
    var exchange: ScriptedPeer.Exchange
    var answers: [[UInt8]]
    var outcome: String

    init(_ name: String, _ exchange: ScriptedPeer.Exchange, _ answers: [[UInt8]], _ outcome: String) {
        self.name = name
        self.exchange = exchange
        self.answers = answers
        self.outcome = outcome
    }

    var testDescription: String { name }
}

/// Exchanges with a kernel that answers as kernels do.
///
/// Sequence numbers begin with 1.
@Suite struct ExchangeTests {
    @Test(arguments: [
        ExchangeRow("a batch without refusals", .batch(3), [Kernel.error(3, 0)], "done"),
        ExchangeRow("a batch of one", .batch(1), [Kernel.error(1, -17)], "0 EEXIST"),
        ExchangeRow(
            "a refusal in the middle",
            .batch(3),
            [Kernel.error(2, -17), Kernel.error(3, 0)],
            "1 EEXIST"
        ),
        ExchangeRow("the last is refused", .batch(3), [Kernel.error(3, -3)], "2 ESRCH"),
        ExchangeRow(
            "all are refused",
            .batch(3),
            [Kernel.error(1, -2), Kernel.error(2, -3), Kernel.error(3, -22)],
            "0 ENOENT, 1 ESRCH, 2 EINVAL"
        ),
        ExchangeRow(
            "several answers in one datagram",
            .batch(3),
            [Kernel.error(1, -2) + Kernel.error(3, -22)],
            "0 ENOENT, 2 EINVAL"
        ),
        ExchangeRow(
            "acknowledgements that nobody asked for",
            .batch(3),
            [Kernel.error(1, 0), Kernel.error(2, 0), Kernel.error(3, 0)],
            "done"
        ),
        ExchangeRow(
            "replies that nobody asked for",
            .batch(2),
            [Kernel.reply(1), Kernel.error(2, 0)],
            "done"
        ),
        ExchangeRow(
            "256 refusals, more than one system call reads",
            .batch(256),
            (1...256).map { Kernel.error($0, -3) },
            (0..<256).map { "\($0) ESRCH" }.joined(separator: ", ")
        ),
        ExchangeRow(
            "the last answer does not come",
            .batch(2),
            [Kernel.error(1, -17)],
            "0 EEXIST, then timed out"
        ),
        ExchangeRow("no answer comes", .batch(2), [], "done, then timed out"),
        ExchangeRow("something to be done", .single, [Kernel.error(1, 0)], "0"),
        ExchangeRow("one thing to be read", .single, [Kernel.reply(1), Kernel.error(1, 0)], "1"),
        ExchangeRow("refused", .single, [Kernel.error(1, -3)], "0, then no such process (ESRCH)"),
        ExchangeRow(
            "the acknowledgement does not come",
            .single,
            [Kernel.reply(1)],
            "1, then the kernel did not answer in time"
        ),
        ExchangeRow("an empty list", .dump, [Kernel.done(1)], "0"),
        ExchangeRow(
            "a list in parts",
            .dump,
            [Kernel.reply(1) + Kernel.reply(1), Kernel.reply(1), Kernel.done(1)],
            "3"
        ),
        ExchangeRow(
            "a reply behind one of uneven length",
            .dump,
            [
                Kernel.message(type: Kernel.family, 1, payload: [1, 1, 0, 0, 9]) + Kernel.reply(1),
                Kernel.done(1),
            ],
            "2"
        ),
        ExchangeRow(
            "a long list",
            .dump,
            (0..<300).map { _ in Kernel.reply(1) + Kernel.reply(1) } + [Kernel.done(1)],
            "600"
        ),
        ExchangeRow(
            "a list whose datagrams grow with the receive length",
            .dump,
            [4000, 4000, 4000, 4000, 4000, 32000, 32000, 32000].map {
                Kernel.reply(1, attributes: Kernel.filler($0))
            } + [Kernel.done(1)],
            "8"
        ),
        ExchangeRow(
            "a list is refused",
            .dump,
            [Kernel.error(1, -1)],
            "0, then operation not permitted (EPERM)"
        ),
        ExchangeRow(
            "a list breaks off with an error",
            .dump,
            [Kernel.reply(1), Kernel.done(1, -105)],
            "1, then no buffer space available (ENOBUFS)"
        ),
        ExchangeRow("a list ends with a positive number", .dump, [Kernel.done(1, 20)], "0"),
        ExchangeRow(
            "the end of a list does not come",
            .dump,
            [Kernel.reply(1)],
            "1, then the kernel did not answer in time"
        ),
        ExchangeRow(
            "an acknowledgement does not end a list",
            .dump,
            [Kernel.reply(1), Kernel.error(1, 0)],
            "1, then the kernel did not answer in time"
        ),
        ExchangeRow(
            "a list changed while it was written",
            .dump,
            [Kernel.reply(1), Kernel.reply(1, flags: NLM_F_DUMP_INTR), Kernel.reply(1), Kernel.done(1)],
            "1, then the table changed while it was being read"
        ),
        ExchangeRow(
            "a list changed at its end",
            .dump,
            [Kernel.reply(1), Kernel.done(1, flags: NLM_F_DUMP_INTR)],
            "1, then the table changed while it was being read"
        ),
        ExchangeRow(
            "the flag of a changed list means nothing elsewhere",
            .single,
            [Kernel.reply(1, flags: NLM_F_DUMP_INTR), Kernel.error(1, 0)],
            "1"
        ),
    ])
    func endsAsTheKernelSays(row: ExchangeRow) throws {
        let peer = try ScriptedPeer(row.answers)
        #expect(peer.outcome(of: row.exchange) == row.outcome)
        try expectUsable(peer, after: row.exchange)
    }

    @Test(arguments: [
        ExchangeRow("older", .batch(2), [Kernel.error(.max, -1), Kernel.error(2, 0)], "done"),
        ExchangeRow("number 0", .batch(2), [Kernel.error(0, -1), Kernel.error(2, 0)], "done"),
        ExchangeRow("newer", .batch(2), [Kernel.error(3, -1), Kernel.error(2, 0)], "done"),
        ExchangeRow(
            "for another port",
            .batch(2),
            [Kernel.error(1, -1, port: 1), Kernel.error(2, 0)],
            "done"
        ),
        ExchangeRow("a reply for another port", .dump, [Kernel.reply(1, port: 1), Kernel.done(1)], "0"),
        ExchangeRow("an older reply", .dump, [Kernel.reply(0), Kernel.done(0), Kernel.done(1)], "0"),
        ExchangeRow(
            "an older reply beside a good one",
            .dump,
            [Kernel.reply(0) + Kernel.reply(1), Kernel.done(1)],
            "1"
        ),
        ExchangeRow(
            "of another family",
            .single,
            [Kernel.message(type: 29, 1, payload: [1, 1, 0, 0]), Kernel.error(1, 0)],
            "0"
        ),
        ExchangeRow(
            "the end of a list",
            .single,
            [Kernel.done(1), Kernel.reply(1), Kernel.error(1, 0)],
            "1"
        ),
        ExchangeRow(
            "nothing (NLMSG_NOOP)",
            .batch(1),
            [Kernel.message(type: UInt16(NLMSG_NOOP), 1), Kernel.error(1, 0)],
            "done"
        ),
        ExchangeRow(
            "an older one that does not fit the buffer",
            .batch(1),
            [Kernel.reply(0, attributes: Kernel.filler(3000)), Kernel.error(1, 0)],
            "done"
        ),
        ExchangeRow(
            "4000 others",
            .batch(1),
            (0..<100).map { _ in [[UInt8]](repeating: Kernel.done(0), count: 40).flatMap { $0 } }
                + [Kernel.error(1, 0)],
            "done"
        ),
        ExchangeRow(
            "far too many others",
            .batch(1),
            (0..<110).map { _ in [[UInt8]](repeating: Kernel.done(0), count: 40).flatMap { $0 } }
                + [Kernel.error(1, 0)],
            "the socket is flooded with messages that are not answers"
        ),
    ])
    func passesOverMessagesOfOthers(row: ExchangeRow) throws {
        let peer = try ScriptedPeer(row.answers)
        #expect(peer.outcome(of: row.exchange) == row.outcome)
        try expectUsable(peer, after: row.exchange)
    }

    @Test("A late answer of an earlier exchange is dropped")
    func lateAnswer() throws {
        let peer = try ScriptedPeer()
        #expect(peer.outcome(of: .batch(2)) == "done, then timed out")
        try peer.queue([Kernel.error(1, -17), Kernel.error(2, -17), Kernel.reply(3), Kernel.error(3, 0)])
        #expect(peer.outcome(of: .single) == "1")
    }

    @Test("Sequence numbers continue across exchanges")
    func sequence() throws {
        let peer = try ScriptedPeer([Kernel.error(3, 0)])
        #expect(peer.outcome(of: .batch(3)) == "done")
        try peer.queue([Kernel.done(4)])
        #expect(peer.outcome(of: .dump) == "0")
        try peer.queue([Kernel.error(6, -1)])
        #expect(peer.outcome(of: .batch(2)) == "1 EPERM")
    }
}

/// Runs one more exchange, whose answers must not be confused with what is left of an earlier one.
///
/// The socket may have been replaced by a new one, which begins to count anew.
func expectUsable(_ peer: ScriptedPeer, after exchange: ScriptedPeer.Exchange) throws {
    let used: UInt32 = if case .batch(let count) = exchange { UInt32(count) } else { 1 }
    try? peer.queue([NetlinkMessage.reply(used + 1), NetlinkMessage.error(used + 1, 0)])
    try peer.ends[1].queue([NetlinkMessage.reply(1), NetlinkMessage.error(1, 0)])
    #expect(peer.outcome(of: .single) == "1", "the socket is no longer usable")
}
