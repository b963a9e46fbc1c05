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
    /// Where reading continues.
    package var offset = 0

    /// The open containers from the outermost on, each by its first bracket and where it is.
    private(set) var open: [(bracket: UInt8, offset: Int)] = []
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
        guard current == UInt8(ascii: ":") else { throw unexpected("a colon after the key") }
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
    /// The byte at the offset; nil at the end.
    var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
            default: return
            }
        }
    }
}
