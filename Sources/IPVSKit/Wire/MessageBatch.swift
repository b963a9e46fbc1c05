/// A run of whole generic netlink messages in one buffer, ready for one send.
///
/// Each message is `nlmsghdr` (16 bytes), `genlmsghdr` (4 bytes) and attributes, padded to 4 bytes.
/// `nlmsg_len` and the command are written here; type, flags, sequence number and port are zero and
/// are filled in by the transport, which alone knows them. See `<linux/netlink.h>`.
package struct MessageBatch: Sendable {
    /// At most this many messages go into one send: their answers must fit the receive buffer.
    package static let messageLimit = 128
    /// A batch is sent once it holds this many bytes.
    package static let byteLimit = 32 * 1024

    /// The messages, back to back.
    package var bytes: [UInt8] = []
    /// How many messages the buffer holds.
    package private(set) var count = 0

    private var messageStart = 0

    /// Creates an empty batch with room for a full send.
    package init() {
        bytes.reserveCapacity(Self.byteLimit + 1024)
    }

    /// Creates a batch of one message.
    package init(command: UInt8, attributes: (inout MessageBatch) -> Void = { _ in }) {
        bytes.reserveCapacity(256)
        append(command: command, attributes: attributes)
    }

    /// Whether the batch should be sent before another message is added.
    package var isFull: Bool { count >= Self.messageLimit || bytes.count >= Self.byteLimit }

    /// Whether there is nothing to send.
    package var isEmpty: Bool { count == 0 }

    /// Forgets all messages and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Adds one message; the closure writes its attributes.
    package mutating func append(command: UInt8, attributes: (inout MessageBatch) -> Void) {
        messageStart = bytes.count
        for _ in 0..<4 { append32(0) }
        bytes.append(command)
        bytes.append(Self.genericVersion)
        append16(0)
        attributes(&self)
        store32(UInt32(truncatingIfNeeded: bytes.count - messageStart), at: messageStart)
        count += 1
    }

    /// IPVS_GENL_VERSION of `<linux/ip_vs.h>`.
    private static let genericVersion: UInt8 = 1
}

// Attributes, `struct nlattr` of <linux/netlink.h>: length and type in host order, padded to 4. Swift on
// Linux exists for little-endian machines only, so host order is written out as that.

extension MessageBatch {
    /// Writes an 8-bit attribute.
    package mutating func put8(_ type: UInt16, _ value: UInt8) {
        header(type, payload: 1)
        append32(UInt32(value))
    }

    /// Writes a 16-bit attribute in host order.
    package mutating func put16(_ type: UInt16, _ value: UInt16) {
        header(type, payload: 2)
        append16(value)
        append16(0)
    }

    /// Writes a 16-bit attribute in network order.
    package mutating func putBigEndian16(_ type: UInt16, _ value: UInt16) {
        put16(type, value.bigEndian)
    }

    /// Writes a 32-bit attribute in host order.
    package mutating func put32(_ type: UInt16, _ value: UInt32) {
        header(type, payload: 4)
        append32(value)
    }

    /// Writes a 64-bit attribute in host order.
    package mutating func put64(_ type: UInt16, _ value: UInt64) {
        header(type, payload: 8)
        append64(value)
    }

    /// Writes 16 bytes: two 64-bit words in host order whose most significant byte comes first.
    package mutating func putBytes16(_ type: UInt16, high: UInt64, low: UInt64) {
        header(type, payload: 16)
        append64(high.bigEndian)
        append64(low.bigEndian)
    }

    /// Writes a text of at most 16 bytes with its terminating zero.
    package mutating func putText(_ type: UInt16, _ text: KernelName) {
        let length = text.count
        header(type, payload: length + 1)
        for index in 0..<length { bytes.append(text[index]) }
        bytes.append(0)
        pad()
    }

    /// Writes raw bytes.
    package mutating func putRaw(_ type: UInt16, _ payload: [UInt8]) {
        header(type, payload: payload.count)
        bytes.append(contentsOf: payload)
        pad()
    }

    /// Writes a container; the closure writes what is inside.
    package mutating func putNested(_ type: UInt16, _ content: (inout MessageBatch) -> Void) {
        let start = bytes.count
        // NLA_F_NESTED, <linux/netlink.h>
        header(type | 0x8000, payload: 0)
        content(&self)
        store16(UInt16(truncatingIfNeeded: bytes.count - start), at: start)
    }

    private mutating func header(_ type: UInt16, payload: Int) {
        append16(UInt16(truncatingIfNeeded: 4 + payload))
        append16(type)
    }

    private mutating func pad() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    private mutating func append16(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }

    private mutating func append32(_ value: UInt32) {
        append16(UInt16(truncatingIfNeeded: value))
        append16(UInt16(truncatingIfNeeded: value >> 16))
    }

    private mutating func append64(_ value: UInt64) {
        append32(UInt32(truncatingIfNeeded: value))
        append32(UInt32(truncatingIfNeeded: value >> 32))
    }

    private mutating func store16(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(truncatingIfNeeded: value)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }

    private mutating func store32(_ value: UInt32, at offset: Int) {
        store16(UInt16(truncatingIfNeeded: value), at: offset)
        store16(UInt16(truncatingIfNeeded: value >> 16), at: offset + 2)
    }
}
