/// Why a text is not JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable {
    /// What is wrong, and what would be right.
    package var message: String
    /// The bytes that are meant; empty at the end of the text.
    package var range: Range<Int>
}

/// Reads JSON (RFC 8259) piece by piece, strictly and without building a tree.
///
/// A container is entered with ``beginObject()`` or ``beginArray()`` and walked with ``nextKey()`` or
/// ``nextElement()`` until they say that it has ended; each value between must be read or skipped. Whether a key
/// is repeated is for the caller to see. No input crashes the reader or makes it recurse.
package struct JSONReader: Sendable {
    /// What a value is, told by its first byte.
    package enum Kind: String, Sendable {
        case object = "an object"
        case array = "an array"
        case text = "a text"
        case number = "a number"
        case boolean = "true or false"
        case null = "null"
    }

    /// Containers within containers; a document of lvsctl has five levels.
    package static let depthLimit = 100

    /// The whole text.
    package let bytes: [UInt8]
    /// Where reading goes on.
    package var offset = 0

    /// The open containers from the outermost on, each by its first bracket and where it is.
    private var open: [(bracket: UInt8, offset: Int)] = []
    /// Whether nothing of the innermost container has been read yet.
    private var isAtStart = true

    /// Creates a reader at the start of a text.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Creates a reader of the value at an offset of a text that has been read before.
    package init(_ bytes: [UInt8], at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Returns what the next value is, without reading it.
    package mutating func kind() throws(JSONSyntaxError) -> Kind {
        skipSpace()
        guard let byte = current else { throw truncated("a value is missing") }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .text
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        default: throw unexpected("a value")
        }
    }

    /// Reads the end of the text: nothing may follow its one value.
    package mutating func end() throws(JSONSyntaxError) {
        skipSpace()
        guard current == nil else { throw error("something follows the end of the document") }
    }
}

extension JSONReader {
    /// Enters an object.
    package mutating func beginObject() throws(JSONSyntaxError) { try begin(UInt8(ascii: "{")) }

    /// Enters an array.
    package mutating func beginArray() throws(JSONSyntaxError) { try begin(UInt8(ascii: "[")) }

    /// Reads the next key and its colon; nil when the object has ended.
    package mutating func nextKey() throws(JSONSyntaxError) -> JSONText? {
        guard try next(closing: UInt8(ascii: "}")) else { return nil }
        guard current == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
        let key = try text()
        skipSpace()
        guard current == UInt8(ascii: ":") else { throw unexpected("a colon behind the key") }
        offset += 1
        return key
    }

    /// Goes to the next element; false when the array has ended.
    package mutating func nextElement() throws(JSONSyntaxError) -> Bool {
        try next(closing: UInt8(ascii: "]"))
    }

    /// Passes over a value, whatever it is.
    package mutating func skip() throws(JSONSyntaxError) {
        let depth = open.count
        repeat {
            if open.count > depth {
                let isObject = open[open.count - 1].bracket == UInt8(ascii: "{")
                guard try isObject ? nextKey() != nil : nextElement() else { continue }
            }
            switch try kind() {
            case .object: try beginObject()
            case .array: try beginArray()
            case .text: _ = try text()
            case .number: _ = try number()
            case .boolean: _ = try boolean()
            case .null: try null()
            }
        } while open.count > depth
    }

    private mutating func begin(_ bracket: UInt8) throws(JSONSyntaxError) {
        skipSpace()
        guard current == bracket else { throw unexpected("'\(Character(Unicode.Scalar(bracket)))'") }
        guard open.count < Self.depthLimit else {
            throw error("more than \(Self.depthLimit) containers within each other")
        }
        open.append((bracket, offset))
        offset += 1
        isAtStart = true
    }

    /// Reads the comma before the next element, or the end of the container.
    private mutating func next(closing bracket: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        let isFirst = isAtStart
        isAtStart = false
        if current == bracket {
            offset += 1
            open.removeLast()
            return false
        }
        guard !isFirst else { return true }
        let close = Character(Unicode.Scalar(bracket))
        guard current == UInt8(ascii: ",") else { throw unexpected("a comma or '\(close)'") }
        let comma = offset
        offset += 1
        skipSpace()
        if current == bracket { throw error("a comma before '\(close)': remove it", at: comma) }
        return true
    }
}

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
            try skipDigits("a digit behind the point")
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
    /// The byte at the offset; nil at the end.
    fileprivate var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    fileprivate mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
            default: return
            }
        }
    }

    fileprivate mutating func skipEscape() throws(JSONSyntaxError) {
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
    fileprivate mutating func skipMultibyteCharacter() throws(JSONSyntaxError) {
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

// What is wrong, in people's words.
extension JSONReader {
    /// Returns an error of the byte at the offset, or at another one.
    fileprivate func error(_ message: String, at place: Int? = nil) -> JSONSyntaxError {
        let place = place ?? offset
        return JSONSyntaxError(message: message, range: place..<min(place + 1, bytes.count))
    }

    /// Returns an error about the end of the text, which names the innermost container that it ends in.
    fileprivate func truncated(_ message: String) -> JSONSyntaxError {
        guard let innermost = open.last else {
            return error(bytes.allSatisfy { $0 <= UInt8(ascii: " ") } ? "the document is empty" : message)
        }
        let what = innermost.bracket == UInt8(ascii: "{") ? "object" : "array"
        return JSONSyntaxError(
            message: "the document ends within this \(what)",
            range: innermost.offset..<innermost.offset + 1
        )
    }

    /// Returns an error about something else than was expected.
    fileprivate func unexpected(_ expected: String) -> JSONSyntaxError {
        guard let byte = current else { return truncated("\(expected) is missing") }
        switch byte {
        case 0: return error("a zero byte: this is not JSON")
        case 0xEF where offset == 0: return error("a byte order mark: save the document without it")
        case 0xFE, 0xFF: return error("not UTF-8 (byte 0x\(String(byte, radix: 16)))")
        case UInt8(ascii: "'"): return error("expected \(expected): JSON knows double quotes only")
        case UInt8(ascii: "/"), UInt8(ascii: "#"): return error("expected \(expected): JSON has no comments")
        default: return error("expected \(expected)")
        }
    }

    fileprivate func controlCharacter(_ byte: UInt8, textStart: Int) -> JSONSyntaxError {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            JSONSyntaxError(
                message: "the closing quote of this text is missing on its line",
                range: textStart..<offset
            )
        case 0: error("a zero byte: this is not JSON")
        default:
            error(
                "a control character within a text: write \\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
            )
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
