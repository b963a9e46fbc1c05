/// A run of whole generic netlink messages in one buffer, ready for one send.
///
/// Each message is `nlmsghdr` (16 bytes), `genlmsghdr` (4 bytes) and attributes, padded to 4 bytes.
/// `nlmsg_len` and the command are written here; type, flags, sequence number and port are zero and
/// are filled in by the transport, which alone knows them. See `<linux/netlink.h>`.
package struct MessageBatch: ~Copyable, Sendable {
    /// At most this many messages go into one send: their answers must fit the receive buffer.
    package static let messageLimit = 256
    /// A batch is sent once it holds this many bytes.
    package static let byteLimit = 48 * 1024

    /// The messages, back to back, in words of host order: netlink pads everything to four bytes.
    var words: [UInt32] = []
    /// How many messages the buffer holds.
    package private(set) var count = 0

    private var messageStart = 0

    /// Creates an empty batch with room for a full send.
    package init() {
        words.reserveCapacity(Self.byteLimit / 4 + Self.wordLimit)
    }

    /// Creates a batch of one message.
    package init(command: UInt8, attributes: (inout MessageWriter) -> Void = { _ in }) {
        append(command: command, attributes: attributes)
    }

    /// Whether the batch should be sent before another message is added.
    package var isFull: Bool { count >= Self.messageLimit || words.count >= Self.byteLimit / 4 }

    /// Whether there is nothing to send.
    package var isEmpty: Bool { count == 0 }

    /// The messages as bytes.
    package var bytes: [UInt8] {
        get {
            (0..<words.count * 4).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> UInt32($0 % 4 * 8)) }
        }
        set {
            words.removeAll()
            for start in stride(from: 0, to: newValue.count, by: 4) {
                let bytes = newValue[start..<min(start + 4, newValue.count)]
                words.append(bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) })
            }
        }
    }

    /// Forgets all messages and keeps the memory.
    package mutating func removeAll() {
        words.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Takes the second half of the messages off, and returns them as a batch of their own.
    mutating func removeSecondHalf() -> MessageBatch {
        var second = MessageBatch()
        let middle = count / 2
        var start = 0
        for _ in 0..<middle { start += Int(words[start]) / 4 }
        second.words += words[start...]
        (second.count, count) = (count - middle, middle)
        words.removeLast(words.count - start)
        return second
    }

    /// Adds one message; the closure writes its attributes.
    package mutating func append(command: UInt8, attributes: (inout MessageWriter) -> Void) {
        words.append(addingCapacity: Self.wordLimit) { message in
            for _ in 0..<4 { message.append(0) }
            message.append(UInt32(command) | Self.genericVersion << 8)
            attributes(&message)
            message[0] = UInt32(truncatingIfNeeded: message.count * 4)
        }
        count += 1
    }

    // The longest message, a server of a dump with all its counters, has less than 128.
    private static let wordLimit = 256

    /// IPVS_GENL_VERSION of `<linux/ip_vs.h>`.
    private static let genericVersion: UInt32 = 1
}

/// Writes the attributes of one message, in words.
package typealias MessageWriter = OutputSpan<UInt32>

// Attributes, `struct nlattr` of <linux/netlink.h>: length and type in host order, padded to 4. Swift on
// Linux exists for little-endian machines only, so host order is written out as that.

extension MessageWriter {
    /// Writes an 8-bit attribute.
    @inline(__always)
    package mutating func put8(_ type: UInt16, _ value: UInt8) {
        put(type, length: 1, UInt32(value))
    }

    /// Writes a 16-bit attribute in host order.
    @inline(__always)
    package mutating func put16(_ type: UInt16, _ value: UInt16) {
        put(type, length: 2, UInt32(value))
    }

    /// Writes a 16-bit attribute in network order.
    @inline(__always)
    package mutating func putBigEndian16(_ type: UInt16, _ value: UInt16) {
        put16(type, value.bigEndian)
    }

    /// Writes a 32-bit attribute in host order.
    @inline(__always)
    package mutating func put32(_ type: UInt16, _ value: UInt32) {
        put(type, length: 4, value)
    }

    /// Writes a 64-bit attribute in host order.
    @inline(__always)
    package mutating func put64(_ type: UInt16, _ value: UInt64) {
        append(Self.header(type, payload: 8))
        append64(value)
    }

    /// Writes 16 bytes: two 64-bit words in host order whose most significant byte comes first.
    @inline(__always)
    package mutating func putBytes16(_ type: UInt16, high: UInt64, low: UInt64) {
        append(Self.header(type, payload: 16))
        append64(high.bigEndian)
        append64(low.bigEndian)
    }

    /// Writes a text of at most 16 bytes with its terminating zero.
    package mutating func putText(_ type: UInt16, _ text: KernelName) {
        let length = text.count + 1
        append(Self.header(type, payload: length))
        for index in 0..<(length + 3) / 4 { append(text.word(index)) }
    }

    /// Writes a container; the closure writes what is inside.
    @inline(__always)
    package mutating func putNested(_ type: UInt16, _ content: (inout MessageWriter) -> Void) {
        let start = count
        append(0)
        content(&self)
        // NLA_F_NESTED, <linux/netlink.h>
        self[start] = Self.header(type | 0x8000, payload: (count - start) * 4 - 4)
    }

    @inline(__always)
    private static func header(_ type: UInt16, payload: Int) -> UInt32 {
        UInt32(type) << 16 | UInt32(UInt16(truncatingIfNeeded: 4 + payload))
    }

    @inline(__always)
    private mutating func put(_ type: UInt16, length: Int, _ value: UInt32) {
        append(Self.header(type, payload: length))
        append(value)
    }

    @inline(__always)
    private mutating func append64(_ value: UInt64) {
        append(UInt32(truncatingIfNeeded: value))
        append(UInt32(truncatingIfNeeded: value >> 32))
    }
}
