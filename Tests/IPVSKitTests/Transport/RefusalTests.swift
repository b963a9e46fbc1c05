import CNetlink
import IPVSKit
import Testing

private typealias Kernel = NetlinkMessage

/// The extended acknowledgement: what a kernel says besides the error number.
@Suite struct RefusalTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var name: String
        var answer: [UInt8]
        var refusal: Refusal
        var testDescription: String { name }

        init(
            _ name: String,
            _ answer: [UInt8],
            errno: Int32 = 22,
            _ text: String = "",
            offset: Int? = nil,
            missing: Int? = nil
        ) {
            self.name = name
            self.answer = answer
            refusal = Refusal(
                index: 0,
                errno: Errno(rawValue: errno),
                text: text,
                attributeOffset: offset,
                missingAttribute: missing
            )
        }
    }

    private static let text = Kernel.attribute(1, Array("no such thing\0".utf8))
    private static let offset = Kernel.attribute(2, Kernel.bytes(UInt32(24)))
    private static let missing = Kernel.attribute(5, Kernel.bytes(UInt32(3)))
    private static let short = Kernel.attribute(2, [1, 0])
    private static let policy = Kernel.attribute(4, [1, 2, 3, 4, 5])

    @Test(arguments: [
        Row("a bare number", Kernel.error(1, -22)),
        Row("text", Kernel.error(1, -22, attributes: text), "no such thing"),
        Row("an offset", Kernel.error(1, -22, attributes: offset), offset: 24),
        Row("a missing attribute", Kernel.error(1, -22, attributes: missing), missing: 3),
        Row(
            "all of it and more",
            Kernel.error(1, -22, attributes: policy + text + offset + missing),
            "no such thing",
            offset: 24,
            missing: 3
        ),
        Row(
            "behind a copy of the request",
            Kernel.error(1, -22, attributes: text + offset, echo: [5, 1, 0, 0, 9, 9, 9, 9]),
            "no such thing",
            offset: 24
        ),
        Row(
            "behind an uneven copy",
            Kernel.error(1, -22, attributes: text, echo: [5, 1, 0, 0, 9]),
            "no such thing"
        ),
        Row(
            "a copy of the request and no flag",
            Kernel.error(1, -22, attributes: text, echo: [5, 1, 0, 0], flags: 0)
        ),
        Row(
            "a copy that claims to be longer than the answer",
            Kernel.error(1, -22, attributes: text).overwritten(at: 20, with: Kernel.bytes(UInt32.max))
                .overwritten(at: 6, with: Kernel.bytes(UInt16(NLM_F_ACK_TLVS)))
        ),
        Row(
            "text without an end",
            Kernel.error(1, -22, attributes: Kernel.attribute(1, Array("bad".utf8))),
            "bad"
        ),
        Row("an empty text", Kernel.error(1, -22, attributes: Kernel.attribute(1, []))),
        Row(
            "text that is not UTF-8",
            Kernel.error(1, -22, attributes: Kernel.attribute(1, [0x62, 0xFF, 0x61, 0])),
            "b\u{FFFD}a"
        ),
        Row("an offset of two bytes", Kernel.error(1, -22, attributes: short + text), "no such thing"),
        Row(
            "an attribute that is too long",
            Kernel.error(1, -22, attributes: offset + Kernel.attribute(1, [0x62, 0x61], length: 200)),
            offset: 24
        ),
        Row(
            "an attribute of length 0",
            Kernel.error(1, -22, attributes: offset + Kernel.attribute(1, [0x62, 0x61], length: 0) + text),
            offset: 24
        ),
        Row("a flag and nothing", Kernel.error(1, -22, flags: NLM_F_CAPPED | NLM_F_ACK_TLVS)),
        Row("a positive number", Kernel.error(1, 5), errno: 5),
        Row("the smallest number", Kernel.error(1, .min), errno: .max),
        Row("an unknown number", Kernel.error(1, -4000), errno: 4000),
    ])
    func keepsWhatTheKernelSays(row: Row) throws {
        let peer = try ScriptedPeer([row.answer])
        var batch = MessageBatch(command: 1)
        #expect(try peer.socket.transact(&batch) == [row.refusal])
        try peer.queue([row.answer.overwritten(at: 8, with: Kernel.bytes(UInt32(2)))])
        #expect(throws: TransportError.refused(row.refusal)) {
            try peer.socket.request(&batch, kind: .single) { _, _ in true }
        }
    }

    @Test("The kernel's text at the end of a list is kept")
    func endOfList() throws {
        let end =
            Kernel.message(
                type: UInt16(NLMSG_DONE),
                flags: NLM_F_MULTI | NLM_F_ACK_TLVS,
                1,
                payload: Kernel.bytes(Int32(-22)) + Self.text + Self.offset
            )
        let peer = try ScriptedPeer([Kernel.reply(1), end])
        var message = MessageBatch(command: 4)
        let refusal = Refusal(index: 0, errno: .invalid, text: "no such thing", attributeOffset: 24)
        #expect(throws: TransportError.refused(refusal)) {
            try peer.socket.request(&message, kind: .dump) { _, _ in true }
        }
    }

    @Test("A refusal is described in one line")
    func description() {
        let refusal = Refusal(index: 3, errno: .invalid, text: "no", attributeOffset: 24, missingAttribute: 3)
        #expect(
            "\(refusal)"
                == "invalid argument (EINVAL): no, attribute at byte 24, attribute 3 is missing"
        )
    }
}

extension [UInt8] {
    /// The same bytes with some of them replaced.
    func overwritten(at offset: Int, with bytes: [UInt8]) -> [UInt8] {
        var copy = self
        copy.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        return copy
    }
}
