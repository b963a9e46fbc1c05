import CNetlink
import IPVSKit
import Testing

private typealias Kernel = NetlinkMessage

/// Exchanges whose answers are not what a kernel writes: an error, the rest is read, the socket stays usable.
@Suite struct DamagedAnswerTests {
    @Test(arguments: [
        ExchangeRow(
            "a datagram without a whole header",
            .batch(2),
            [[1, 2, 3, 4, 5, 6, 7], Kernel.error(2, 0)],
            "malformed reply: a message header has 7 bytes instead of 16"
        ),
        ExchangeRow(
            "bytes behind the last message",
            .batch(2),
            [Kernel.error(1, -1) + [0, 0, 0], Kernel.error(2, 0)],
            "malformed reply: a message header has 3 bytes instead of 16"
        ),
        ExchangeRow(
            "a message of length 0",
            .dump,
            [Kernel.message(type: Kernel.family, 1, length: 0, payload: [1, 1, 0, 0]), Kernel.done(1)],
            "0, then malformed reply: a message header has 0 bytes instead of 16"
        ),
        ExchangeRow(
            "a message of length 15",
            .single,
            [Kernel.message(type: Kernel.family, 1, length: 15, payload: [1, 1, 0, 0]), Kernel.error(1, 0)],
            "0, then malformed reply: a message header has 15 bytes instead of 16"
        ),
        ExchangeRow(
            "a message longer than its datagram",
            .batch(2),
            [
                Kernel.message(type: UInt16(NLMSG_ERROR), 1, length: 40, payload: [0, 0, 0, 0]),
                Kernel.error(2, 0),
            ],
            "malformed reply: a message has 20 bytes instead of 40"
        ),
        ExchangeRow(
            "a message of the greatest length",
            .dump,
            [Kernel.reply(1) + Kernel.message(type: Kernel.family, 1, length: .max), Kernel.done(1)],
            "1, then malformed reply: a message has 16 bytes instead of 4294967295"
        ),
        ExchangeRow(
            "a message whose padding is missing",
            .dump,
            [
                Kernel.message(type: Kernel.family, 1, length: 21, payload: [1, 1, 0, 0, 9]).dropLast(3),
                Kernel.done(1),
            ],
            "1"
        ),
        ExchangeRow(
            "a reply without its generic header",
            .single,
            [Kernel.message(type: Kernel.family, 1, payload: [1, 1]), Kernel.error(1, 0)],
            "0, then malformed reply: a generic netlink header has 18 bytes instead of 20"
        ),
        ExchangeRow(
            "a refusal without its status",
            .batch(2),
            [Kernel.message(type: UInt16(NLMSG_ERROR), 1, payload: [0, 0, 0, 0]), Kernel.error(2, 0)],
            "malformed reply: a status message has 20 bytes instead of 36"
        ),
        ExchangeRow(
            "the end of a list without its status",
            .dump,
            [Kernel.reply(1), Kernel.message(type: UInt16(NLMSG_DONE), 1, payload: [0, 0])],
            "1, then malformed reply: the end of a list has 18 bytes instead of 20"
        ),
        ExchangeRow(
            "the first fault counts",
            .dump,
            [
                Kernel.reply(1), [1, 2, 3], Kernel.reply(1), Kernel.message(type: 28, 1, length: 3),
                Kernel.done(1, -1, flags: NLM_F_DUMP_INTR),
            ],
            "1, then malformed reply: a message header has 3 bytes instead of 16"
        ),
        ExchangeRow(
            "a refusal that does not fit its buffer",
            .batch(2),
            [Kernel.error(1, -1, attributes: Kernel.filler(2000)), Kernel.error(2, 0)],
            "an answer of 2040 bytes was cut to 1024"
        ),
        ExchangeRow(
            "a reply that does not fit its buffer",
            .dump,
            [
                Kernel.reply(1), Kernel.reply(1, attributes: Kernel.filler(5000)), Kernel.reply(1),
                Kernel.done(1),
            ],
            "1, then an answer of 5024 bytes was cut to 4096"
        ),
        ExchangeRow(
            "a message behind what fits",
            .dump,
            [Kernel.reply(1, attributes: Kernel.filler(4060)) + Kernel.reply(1), Kernel.done(1)],
            "1, then an answer of 4112 bytes was cut to 4096"
        ),
        ExchangeRow(
            "the kernel says that it lost answers",
            .batch(3),
            [Kernel.error(1, -1), Kernel.message(type: UInt16(NLMSG_OVERRUN), 2), Kernel.error(3, -2)],
            "0 EPERM, 2 ENOENT, then lost"
        ),
    ])
    func areReportedAndReadToTheirEnd(row: ExchangeRow) throws {
        let peer = try ScriptedPeer(row.answers)
        #expect(peer.outcome(of: row.exchange) == row.outcome)
        try expectUsable(peer, after: row.exchange)
    }

    @Test(
        "An exchange ends when nothing is said",
        arguments: [
            ExchangeRow(
                "an empty datagram",
                .batch(1),
                [[], Kernel.error(1, 0)],
                "the other end closed the socket"
            ),
            ExchangeRow(
                "an empty datagram in a list",
                .dump,
                [Kernel.reply(1), [], Kernel.done(1)],
                "1, then the other end closed the socket"
            ),
        ]
    )
    func silence(row: ExchangeRow) throws {
        let peer = try ScriptedPeer(row.answers)
        #expect(peer.outcome(of: row.exchange) == row.outcome)
        try expectUsable(peer, after: row.exchange)
    }

    @Test("A cut answer fits the buffer the next time")
    func longAnswer() throws {
        let long = Kernel.reply(1, attributes: Kernel.filler(30000))
        let peer = try ScriptedPeer([long, Kernel.done(1)])
        #expect(peer.outcome(of: .dump) == "0, then an answer of 30024 bytes was cut to 4096")
        try peer.queue([Kernel.reply(2, attributes: Kernel.filler(30000)), Kernel.done(2)])
        #expect(peer.outcome(of: .dump) == "1")
    }

    @Test("Damaged answers do not make the socket wait")
    func noWaiting() throws {
        let peer = try ScriptedPeer(timeout: 60_000, [[1, 2, 3]])
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(
                peer.outcome(of: .batch(2)) == "malformed reply: a message header has 3 bytes instead of 16"
            )
        }
        #expect(time < .seconds(60))
    }
}
