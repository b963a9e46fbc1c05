/// Walks the attributes of one netlink message or container.
///
/// Every length is checked before a byte is read: kernel bytes are untrusted here.
package enum AttributeReader {
    /// Hands each attribute of `bytes` to `body`: its type without flag bits, and its payload.
    ///
    /// `path` names the container in errors and is empty at top level.
    ///
    /// - Throws: ``WireError/badAttributeLength(attribute:length:available:)`` for a header that does not
    ///   fit, and what `body` throws.
    @inline(__always)
    package static func forEach(
        _ bytes: Span<UInt8>,
        in path: StaticString,
        _ body: (UInt16, Span<UInt8>) throws(WireError) -> Void
    ) throws(WireError) {
        var rest = bytes
        // Fewer than four bytes at the end are padding.
        while rest.count >= 4 {
            let header = rest.word32(at: 0)
            let length = Int(header & 0xFFFF)
            // The two top bits are NLA_F_NESTED and NLA_F_NET_BYTEORDER, <linux/netlink.h>
            let type = UInt16(truncatingIfNeeded: header >> 16 & 0x3FFF)
            guard length >= 4, length <= rest.count else {
                throw WireError.badAttributeLength(
                    attribute: "\(path).\(type)",
                    length: length,
                    available: rest.count
                )
            }
            try body(type, rest.extracting(4..<length))
            rest = rest.extracting(droppingFirst: (length + 3) & ~3)
        }
    }
}

// The payload of one attribute, read as a number or a text. `name` is the attribute's path for errors.
extension Span where Element == UInt8 {
    /// The payload as an 8-bit number.
    package func uint8(_ name: StaticString) throws(WireError) -> UInt8 {
        try require(1, name)
        return self[0]
    }

    /// The payload as a 16-bit number in host order.
    package func uint16(_ name: StaticString) throws(WireError) -> UInt16 {
        try require(2, name)
        return word16(at: 0)
    }

    /// The payload as a 16-bit number in network order.
    package func bigEndian16(_ name: StaticString) throws(WireError) -> UInt16 {
        try uint16(name).byteSwapped
    }

    /// The payload as a 32-bit number in host order.
    package func uint32(_ name: StaticString) throws(WireError) -> UInt32 {
        try require(4, name)
        return word32(at: 0)
    }

    /// The payload as a 64-bit number in host order.
    package func uint64(_ name: StaticString) throws(WireError) -> UInt64 {
        try require(8, name)
        return word(at: 0)
    }

    /// The payload's text up to its first zero.
    package func text(_ name: StaticString) throws(WireError) -> KernelName {
        var length = 0
        while length < count, self[length] != 0 { length += 1 }
        guard let text = KernelName(extracting(0..<length)) else {
            throw WireError.wrongSize(attribute: "\(name)", expected: KernelName.capacity, found: length)
        }
        return text
    }

    /// Eight bytes from an offset, the first one most significant.
    package func bigEndian64(at offset: Int) -> UInt64 {
        (word(at: offset) as UInt64).byteSwapped
    }

    /// Two bytes in host order, which is little-endian wherever Swift runs on Linux.
    package func word16(at offset: Int) -> UInt16 { word(at: offset) }

    /// Four bytes in host order.
    package func word32(at offset: Int) -> UInt32 { word(at: offset) }

    /// A number in host order.
    @inline(__always)
    private func word<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
        // Byte by byte there would be a check for each. The bounds are checked here too; unsafe is only that not all
        // types have a value for every pattern of bits.
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
    }

    private func require(_ size: Int, _ name: StaticString) throws(WireError) {
        guard count == size else {
            throw WireError.wrongSize(attribute: "\(name)", expected: size, found: count)
        }
    }
}
