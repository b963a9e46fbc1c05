// Texts, numbers and words, checked but not decoded.

extension JSONReader {
    /// Reads a text.
    package mutating func text() throws(JSONSyntaxError) -> JSONText {
        skipSpace()
        let start = offset
        guard current == UInt8(ascii: "\"") else { throw unexpected("a text in double quotes") }
        offset += 1
        var hasEscapes = false
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return JSONText(range: start + 1..<offset - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            case 0x20..<0x80: offset += 1
            case 0..<0x20: throw controlCharacter(byte, textStart: start)
            default: try skipMultibyteCharacter()
            }
        }
        throw JSONSyntaxError(message: "the closing quote of this text is missing", range: start..<start + 1)
    }

    /// Reads a number and returns where it is.
    package mutating func number() throws(JSONSyntaxError) -> Range<Int> {
        skipSpace()
        let start = offset
        if current == UInt8(ascii: "-") { offset += 1 }
        let first = current
        try skipDigits("a digit")
        if first == UInt8(ascii: "0"), offset - start > (bytes[start] == first ? 1 : 2) {
            throw JSONSyntaxError(message: "a number does not begin with 0", range: start..<offset)
        }
        if current == UInt8(ascii: ".") {
            offset += 1
            try skipDigits("a digit after the decimal point")
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
            try skipDigits("a digit of the exponent")
        }
        return start..<offset
    }

    /// Reads `true` or `false`.
    package mutating func boolean() throws(JSONSyntaxError) -> Bool {
        skipSpace()
        let value = current == UInt8(ascii: "t")
        try literal(value ? "true" : "false")
        return value
    }

    /// Reads `null`.
    package mutating func null() throws(JSONSyntaxError) {
        skipSpace()
        try literal("null")
    }

    private mutating func literal(_ word: String) throws(JSONSyntaxError) {
        for byte in word.utf8 {
            guard current == byte else { throw unexpected("'\(word)'") }
            offset += 1
        }
    }

    private mutating func skipDigits(_ expected: String) throws(JSONSyntaxError) {
        guard let byte = current, byte.isDigit else { throw unexpected(expected) }
        while let byte = current, byte.isDigit { offset += 1 }
    }
}

extension JSONReader {
    mutating func skipEscape() throws(JSONSyntaxError) {
        let start = offset
        offset += 1
        guard let byte = current else { return }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try hexUnit(from: start)
            if unit & 0xF800 != 0xD800 { return }
            guard unit & 0xFC00 == 0xD800, current == UInt8(ascii: "\\"), offset + 1 < bytes.count,
                bytes[offset + 1] == UInt8(ascii: "u")
            else { throw JSONSyntaxError(message: "half of a surrogate pair", range: start..<offset) }
            offset += 2
            guard try hexUnit(from: start) & 0xFC00 == 0xDC00 else {
                throw JSONSyntaxError(message: "half of a surrogate pair", range: start..<start + 6)
            }
        default:
            throw JSONSyntaxError(message: "JSON has no such escape", range: start..<offset)
        }
    }

    private mutating func hexUnit(from start: Int) throws(JSONSyntaxError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current else { throw truncated("the text ends within an escape") }
            guard let digit = AddressParser.hexDigit(byte) else {
                throw JSONSyntaxError(message: "\\u needs four hexadecimal digits", range: start..<offset)
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    /// Passes over a character of two to four bytes.
    mutating func skipMultibyteCharacter() throws(JSONSyntaxError) {
        var end = offset + 1
        while end < min(offset + 4, bytes.count), bytes[end] & 0xC0 == 0x80 { end += 1 }
        var length = end - offset
        while length > 1, String(validating: bytes[offset..<offset + length], as: UTF8.self) == nil {
            length -= 1
        }
        guard length > 1 else { throw error("not UTF-8 (byte 0x\(String(bytes[offset], radix: 16)))") }
        offset += length
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
