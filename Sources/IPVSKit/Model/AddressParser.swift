/// Reads addresses as `inet_pton(3)` does, from bytes and without allocating.
enum AddressParser {
    /// Returns the bits of four decimal numbers joined by dots; nil for anything else.
    static func ipv4(_ text: Span<UInt8>) -> UInt32? {
        var bits: UInt32 = 0
        var value: UInt32 = 0
        var digits = 0
        var dots = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                guard digits > 0, dots < 3 else { return nil }
                bits = bits << 8 | value
                (value, digits) = (0, 0)
                dots += 1
            } else if let digit = decimalDigit(byte) {
                // Leading zeros are refused: other readers take them for octal.
                guard digits == 0 || value > 0 else { return nil }
                value = value * 10 + digit
                digits += 1
                guard value <= 255 else { return nil }
            } else {
                return nil
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        return bits << 8 | value
    }

    /// Returns an IPv6 address in any of its textual forms; nil for anything else.
    static func ipv6(_ text: Span<UInt8>) -> IPAddress? {
        var groups = GroupCollector()
        var index = 0
        guard text.count >= 2 else { return nil }
        if text[0] == colon {
            guard text[1] == colon else { return nil }
            index = 1
        }
        while index < text.count {
            if text[index] == colon {
                // Only as the second half of "::"; the separator itself was passed below.
                guard groups.gap == nil else { return nil }
                groups.gap = groups.count
                index += 1
                continue
            }
            let start = index
            while index < text.count, text[index] != colon { index += 1 }
            let piece = text.extracting(start..<index)
            if index == text.count, let dotted = ipv4(piece) {
                guard groups.add(UInt16(dotted >> 16)), groups.add(UInt16(truncatingIfNeeded: dotted)) else {
                    return nil
                }
                break
            }
            guard let value = hexGroup(piece), groups.add(value) else { return nil }
            if index < text.count {
                index += 1
                // A single colon at the very end.
                guard index < text.count else { return nil }
            }
        }
        return groups.address
    }

    private static let colon = UInt8(ascii: ":")

    private static func decimalDigit(_ byte: UInt8) -> UInt32? {
        byte >= 48 && byte <= 57 ? UInt32(byte - 48) : nil
    }

    private static func hexGroup(_ text: Span<UInt8>) -> UInt16? {
        guard text.count >= 1, text.count <= 4 else { return nil }
        var value: UInt16 = 0
        for index in 0..<text.count {
            guard let digit = hexDigit(text[index]) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// Returns the value of a hexadecimal digit of either case; nil for any other byte.
    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Gathers the 16-bit groups of an IPv6 address around its gap.
private struct GroupCollector {
    /// The groups so far, the last one in the lowest bits.
    private var bits: UInt128 = 0
    private(set) var count = 0
    /// How many groups came before `::`.
    var gap: Int?

    /// Adds a group; false when there are eight already.
    mutating func add(_ group: UInt16) -> Bool {
        guard count < 8 else { return false }
        bits = bits << 16 | UInt128(group)
        count += 1
        return true
    }

    /// The finished address; nil if groups are missing or `::` stands for none.
    var address: IPAddress? {
        guard let gap else { return count == 8 ? Self.address(bits) : nil }
        guard count < 8 else { return nil }
        // The groups before the gap move up by the groups that it stands for.
        let tail = 16 * (count - gap)
        let before = (bits >> tail) << (16 * (8 - gap))
        let after = bits & ((UInt128(1) << tail) - 1)
        return Self.address(before | after)
    }

    private static func address(_ bits: UInt128) -> IPAddress {
        IPAddress(v6: UInt64(truncatingIfNeeded: bits >> 64), UInt64(truncatingIfNeeded: bits))
    }
}
