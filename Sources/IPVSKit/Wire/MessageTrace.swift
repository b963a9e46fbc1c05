internal import CNetlink

/// Netlink datagrams as text, for people who want to see what is said.
///
/// Every line begins with `>` for what is sent and `<` for what is received. What cannot be understood is
/// shown as bytes, and nothing stops the trace. Left out are padding, and the copy of a request in a refusal.
package enum MessageTrace {
    /// Which way a datagram went.
    package enum Direction: Hashable, Sendable {
        /// To the kernel.
        case sent
        /// From the kernel.
        case received
    }

    /// Returns the messages of a datagram, one line for each message and each attribute.
    ///
    /// `family` is the number of the family IPVS, as far as it is known.
    package static func lines(
        of datagram: Span<UInt8>,
        _ direction: Direction,
        family: UInt16?
    ) -> [String] {
        var writer = TraceWriter(mark: direction == .sent ? ">" : "<")
        if datagram.isEmpty { writer.add("an empty datagram") }
        var offset = 0
        while offset < datagram.count {
            let rest = datagram.extracting(offset..<datagram.count)
            guard rest.count >= headerLength else {
                writer.add("cut off, a message header has 16 bytes: ", rest)
                break
            }
            let length = Int(rest.word32(at: 0))
            guard length >= headerLength, length <= rest.count else {
                writer.add("malformed, a message of \(length) bytes where \(rest.count) are left: ", rest)
                break
            }
            writer.add(message: rest.extracting(0..<length), sent: direction == .sent, family: family)
            offset += (length + 3) & ~3
        }
        return writer.lines
    }

    /// The length of `struct nlmsghdr`, `<linux/netlink.h>`.
    fileprivate static let headerLength = 16
}

extension TraceWriter {
    /// Adds one message whose length is known to be right.
    fileprivate mutating func add(message: Span<UInt8>, sent: Bool, family: UInt16?) {
        let type = message.word16(at: 4)
        let payload = message.extracting(MessageTrace.headerLength..<message.count)
        let numbers = "seq=\(message.word32(at: 8)) pid=\(message.word32(at: 12))"
        func header(_ name: String, _ names: [TraceBit]) -> String {
            let flags = TraceBit.text(of: UInt64(message.word16(at: 6)), names)
            return "\(name) len=\(message.count) flags=\(flags) \(numbers)"
        }
        switch Int32(type) {
        case NLMSG_NOOP: add(header("NOOP", TraceTables.replyFlags) + " ", payload)
        case NLMSG_OVERRUN: add(header("OVERRUN", TraceTables.replyFlags) + " ", payload)
        case NLMSG_ERROR:
            let isAcknowledgement = payload.count >= 4 && payload.word32(at: 0) == 0
            addError(header(isAcknowledgement ? "ACK" : "ERROR", TraceTables.statusFlags), message, payload)
        case NLMSG_DONE: addEnd(header("DONE", TraceTables.statusFlags), message, payload)
        default:
            let flags = sent ? TraceTables.requestFlags : TraceTables.replyFlags
            let isControl = type == UInt16(GENL_ID_CTRL)
            guard isControl || type == family else {
                add(header("type \(type)", flags) + " ", payload)
                return
            }
            guard payload.count >= 4 else {
                add(header(isControl ? "nlctrl" : "IPVS", flags) + " without generic header ", payload)
                return
            }
            let names = isControl ? TraceTables.controlCommands : TraceTables.commands
            let command = names[Int(payload[0])] ?? "command \(payload[0])"
            add(header("\(isControl ? "nlctrl" : "IPVS") \(command)", flags) + " version=\(payload[1])")
            let isInfo = Int(payload[0]) == IPVS_CMD_SET_INFO
            addAttributes(
                payload.extracting(4..<payload.count),
                isControl ? TraceTables.control : isInfo ? TraceTables.info : TraceTables.message
            )
        }
    }

    /// Adds a refusal or an acknowledgement, `struct nlmsgerr`.
    private mutating func addError(_ header: String, _ message: Span<UInt8>, _ payload: Span<UInt8>) {
        guard payload.count >= 20 else {
            add(header + " without status ", payload)
            return
        }
        add(header + status(payload.word32(at: 0)))
        let flags = TraceBit.text(of: UInt64(payload.word16(at: 10)), TraceTables.requestFlags)
        let request = "len=\(payload.word32(at: 4)) type=\(payload.word16(at: 8)) flags=\(flags)"
        depth += 1
        add("request: \(request) seq=\(payload.word32(at: 12)) pid=\(payload.word32(at: 16))")
        depth -= 1
        // Without NLM_F_CAPPED the refused request follows, before the attributes.
        let isCapped = Int32(message.word16(at: 6)) & NLM_F_CAPPED != 0
        let echo = isCapped ? 0 : max(0, (Int(payload.word32(at: 4)) + 3) & ~3 - MessageTrace.headerLength)
        let rest = payload.extracting(20..<payload.count)
        addExtendedAcknowledgement(message, rest.extracting(min(echo, rest.count)..<rest.count))
    }

    /// Adds the end of a dump with its status.
    private mutating func addEnd(_ header: String, _ message: Span<UInt8>, _ payload: Span<UInt8>) {
        guard payload.count >= 4 else {
            add(header + " without status ", payload)
            return
        }
        add(header + status(payload.word32(at: 0)))
        addExtendedAcknowledgement(message, payload.extracting(4..<payload.count))
    }

    private mutating func addExtendedAcknowledgement(_ message: Span<UInt8>, _ bytes: Span<UInt8>) {
        guard Int32(message.word16(at: 6)) & NLM_F_ACK_TLVS != 0 else { return }
        addAttributes(bytes, TraceTables.extendedAcknowledgement)
    }

    private func status(_ raw: UInt32) -> String {
        let value = Int32(bitPattern: raw)
        if value == 0 { return "" }
        return value < 0 && value > .min ? ": \(Errno(rawValue: -value))" : ": status \(value)"
    }
}
