/// Reads numbers as C's `strtol`, `strtoul` and `atoi` do.
enum NumberReader {
    /// Returns a decimal number within a range: leading blanks, a sign and leading zeros are accepted, an empty
    /// text and anything after the digits are not.
    static func decimal(_ text: Span<UInt8>, in range: ClosedRange<UInt32>) -> UInt32? {
        var index = 0
        while index < text.count, Byte.isSpace(text[index]) { index += 1 }
        let isNegative = index < text.count && text[index] == Byte.dash
        if index < text.count, isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        guard index < text.count else { return nil }
        var value: UInt64 = 0
        while index < text.count {
            guard Byte.isDigit(text[index]) else { return nil }
            value = value * 10 + UInt64(text[index] - Byte.zero)
            guard value <= UInt64(UInt32.max) else { return nil }
            index += 1
        }
        guard !isNegative || value == 0 else { return nil }
        let number = UInt32(truncatingIfNeeded: value)
        return range.contains(number) ? number : nil
    }

    /// Returns what `atoi` makes of a text: the number that it begins with, cut to 32 bits; 0 if there is none.
    static func leadingInteger(_ text: Span<UInt8>) -> Int32 {
        var index = 0
        while index < text.count, Byte.isSpace(text[index]) { index += 1 }
        let isNegative = index < text.count && text[index] == Byte.dash
        if index < text.count, isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        var value: Int64 = 0
        while index < text.count, Byte.isDigit(text[index]) {
            let digit = Int64(text[index] - Byte.zero)
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeNow) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            if isTooLarge || isTooLargeNow {
                value = isNegative ? .min : .max
                break
            }
            value = sum
            index += 1
        }
        return Int32(truncatingIfNeeded: value)
    }

    /// Returns an IPv4 address in any form that `inet_aton` takes: one to four numbers joined by dots, decimal,
    /// octal (`010`) or hexadecimal (`0x10`), the last one filling the rest; anything after a blank is skipped.
    static func address(_ text: Span<UInt8>) -> UInt32? {
        var index = 0
        var bits: UInt64 = 0
        var parts: UInt64 = 0
        while true {
            guard let value = cNumber(text, &index) else { return nil }
            guard index < text.count, text[index] == Byte.dot else {
                guard index == text.count || Byte.isSpace(text[index]) else { return nil }
                guard value >> (32 - 8 * parts) == 0 else { return nil }
                return UInt32(truncatingIfNeeded: bits << (32 - 8 * parts) | value)
            }
            guard parts < 3, value <= 0xFF else { return nil }
            bits = bits << 8 | value
            parts += 1
            index += 1
        }
    }

    /// Reads an unsigned number with C's prefixes that fits 32 bits.
    private static func cNumber(_ text: Span<UInt8>, _ index: inout Int) -> UInt64? {
        guard index < text.count, Byte.isDigit(text[index]) else { return nil }
        var base: UInt64 = 10
        if text[index] == Byte.zero {
            base = 8
            if index + 2 < text.count, text[index + 1] | 0x20 == UInt8(ascii: "x"),
                AddressParser.hexDigit(text[index + 2]) != nil
            {
                base = 16
                index += 2
            }
        }
        var value: UInt64 = 0
        while index < text.count, let digit = AddressParser.hexDigit(text[index]), UInt64(digit) < base {
            value = value * base + UInt64(digit)
            guard value <= 0xFFFF_FFFF else { return nil }
            index += 1
        }
        return value
    }
}
