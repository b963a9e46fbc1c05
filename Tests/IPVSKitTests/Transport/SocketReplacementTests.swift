import CNetlink
import IPVSKit
import Testing

private typealias Kernel = NetlinkMessage

/// When the socket is opened, replaced by a new one, and joined by a second one for short lists.
@Suite struct SocketReplacementTests {
    /// A list of more datagrams than are read with the first, short receive length.
    private func longList(_ sequence: UInt32) -> [[UInt8]] {
        (0..<4).map { _ in Kernel.reply(sequence) } + [Kernel.done(sequence)]
    }

    @Test("No socket is opened before it is needed")
    func lazyOpening() throws {
        let peer = try ScriptedPeer()
        var batch = MessageBatch()
        #expect(try peer.socket.transact(&batch) == [])
        #expect(peer.openingCount == 0)
    }

    @Test("An unfinished list makes the socket unusable")
    func unfinishedList() throws {
        let peer = try ScriptedPeer([Kernel.reply(1)])
        #expect(peer.outcome(of: .dump) == "1, then the kernel did not answer in time")
        try peer.ends[1].queue([Kernel.reply(1), Kernel.reply(1), Kernel.done(1)])
        #expect(peer.outcome(of: .dump) == "2")
        #expect(peer.openingCount == 2)
    }

    @Test("Otherwise the socket is reused")
    func reuse() throws {
        let peer = try ScriptedPeer([Kernel.error(1, -1)])
        #expect(peer.outcome(of: .dump) == "0, then operation not permitted (EPERM)")
        #expect(peer.outcome(of: .single) == "0, then the kernel did not answer in time")
        #expect(peer.outcome(of: .batch(2)) == "done, then timed out")
        try peer.queue([[1], Kernel.error(6, 0)])
        #expect(peer.outcome(of: .batch(2)) == "malformed reply: a message header has 1 bytes instead of 16")
        try peer.queue([Kernel.reply(7, flags: NLM_F_DUMP_INTR), Kernel.done(7)])
        #expect(peer.outcome(of: .dump) == "0, then the table changed while it was being read")
        #expect(peer.openingCount == 1)
    }

    @Test("Short lists avoid a socket that has grown")
    func grownSocket() throws {
        let peer = try ScriptedPeer([Kernel.reply(1), Kernel.done(1)])
        #expect(peer.outcome(of: .shortDump) == "1")
        try peer.queue(longList(2))
        #expect(peer.outcome(of: .dump) == "4")
        #expect(peer.openingCount == 1)
        try peer.ends[1].queue([Kernel.reply(1), Kernel.reply(1), Kernel.done(1)])
        #expect(peer.outcome(of: .shortDump) == "2")
        try peer.ends[1].queue([Kernel.reply(2), Kernel.done(2)])
        #expect(peer.outcome(of: .shortDump) == "1")
        #expect(peer.openingCount == 2)
        // Everything else stays where it was.
        try peer.queue([Kernel.reply(3), Kernel.error(3, 0)])
        #expect(peer.outcome(of: .single) == "1")
        try peer.queue(longList(4))
        #expect(peer.outcome(of: .dump) == "4")
        #expect(peer.openingCount == 2)
    }

    @Test("A short list that fits does not grow the socket")
    func shortList() throws {
        let peer = try ScriptedPeer([Kernel.reply(1), Kernel.reply(1), Kernel.done(1)])
        #expect(peer.outcome(of: .dump) == "2")
        try peer.queue([Kernel.done(2)])
        #expect(peer.outcome(of: .shortDump) == "0")
        #expect(peer.openingCount == 1)
    }

    @Test("The error says why there is no socket")
    func error() throws {
        let peer = try ScriptedPeer()
        for _ in 0..<2 { #expect(peer.outcome(of: .dump) == "0, then the kernel did not answer in time") }
        #expect(peer.outcome(of: .dump) == "0, then no netlink socket: too many open files (EMFILE)")
    }
}
