/// Writes JSON into a buffer of bytes, without allocating for any single value.
///
/// The caller is trusted to call in an order that makes sense: ``key(_:)`` before each value in an object,
/// an end for each begin.
package struct JSONWriter: Sendable {
    /// How the text is laid out.
    package enum Layout: Sendable {
        /// Without any space: for programs.
        case compact
        /// Indented by two spaces, with containers on one line where they ask for it: for people.
        case indented
    }

    /// How a container is laid out when the text is indented.
    package enum Shape: Sendable {
        /// Each element has a line of its own.
        case block
        /// Everything in it is on one line.
        case line
    }

    /// What has been written; streams empty it from time to time with ``removeWritten()``.
    package private(set) var bytes: [UInt8] = []

    private let isIndented: Bool
    /// How many containers are open that have a line for each element.
    private var blockDepth = 0
    /// How many containers are open from the outermost on that is on one line.
    private var lineDepth = 0
    /// Whether the innermost open container has elements already.
    private var hasElements = false
    /// Whether the next value belongs to a key, and therefore needs no separator.
    private var isAfterKey = false

    /// Creates an empty text.
    package init(_ layout: Layout) {
        isIndented = layout == .indented
    }

    /// Makes room for a number of bytes.
    package mutating func reserveCapacity(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Forgets what has been written, but not where in the document it ended.
    package mutating func removeWritten() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Ends the text with a newline.
    package mutating func finish() {
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension JSONWriter {
    /// Begins an object, as an element or as the value of a key.
    package mutating func beginObject(_ shape: Shape = .block) { begin(UInt8(ascii: "{"), shape) }

    /// Ends the innermost container, which is an object.
    package mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Begins an array, as an element or as the value of a key.
    package mutating func beginArray(_ shape: Shape = .block) { begin(UInt8(ascii: "["), shape) }

    /// Ends the innermost container, which is an array.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes the key of the next value; it must not need escaping.
    package mutating func key(_ name: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        if isIndented { bytes.append(UInt8(ascii: " ")) }
        isAfterKey = true
    }

    private mutating func begin(_ bracket: UInt8, _ shape: Shape) {
        separate()
        bytes.append(bracket)
        if lineDepth > 0 || shape == .line { lineDepth += 1 } else { blockDepth += 1 }
        hasElements = false
    }

    private mutating func end(_ bracket: UInt8) {
        if lineDepth > 0 {
            lineDepth -= 1
        } else {
            blockDepth -= 1
            if hasElements { newLine() }
        }
        bytes.append(bracket)
        hasElements = true
    }

    private mutating func separate() {
        if isAfterKey {
            isAfterKey = false
            return
        }
        if hasElements { bytes.append(UInt8(ascii: ",")) }
        if isIndented {
            if lineDepth == 0 {
                newLine()
            } else if hasElements {
                bytes.append(UInt8(ascii: " "))
            }
        }
        hasElements = true
    }

    private mutating func newLine() {
        guard isIndented, blockDepth > 0 || hasElements else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<blockDepth * 2 { bytes.append(UInt8(ascii: " ")) }
    }
}

extension JSONWriter {
    /// Writes a whole number.
    package mutating func value(_ number: some UnsignedInteger & FixedWidthInteger) {
        separate()
        bytes.appendDecimal(UInt64(number))
    }

    /// Writes `true` or `false`.
    package mutating func value(_ flag: Bool) {
        separate()
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Writes a text.
    package mutating func value(_ text: String) {
        separate()
        quote(text.utf8.span)
    }

    /// Writes a kernel name; bytes that are not UTF-8 are replaced by U+FFFD.
    package mutating func value(_ name: KernelName) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        for index in 0..<name.count { bytes.append(name[index]) }
        guard !bytes[start...].allSatisfy(\.isPlainInJSON) else { return bytes.append(UInt8(ascii: "\"")) }
        bytes.removeSubrange((start - 1)...)
        quote(name.description.utf8.span)
    }

    /// Writes an address as text.
    package mutating func value(_ address: IPAddress) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        address.write(into: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes bytes as text; those that are not UTF-8 are replaced by U+FFFD.
    package mutating func value(_ text: [UInt8]) {
        if text.allSatisfy(\.isPlainInJSON) {
            separate()
            quote(text.span)
        } else {
            value(String(decoding: text, as: UTF8.self))
        }
    }

    /// Writes valid UTF-8 between quotes.
    private mutating func quote(_ text: Span<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        for index in 0..<text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x20...: bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            default:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(UInt8(ascii: "0") + byte >> 4)
                bytes.append(Array("0123456789abcdef".utf8)[Int(byte & 0xF)])
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension UInt8 {
    /// Whether the byte stands for itself within a JSON text, whatever comes before and behind it.
    fileprivate var isPlainInJSON: Bool {
        self >= 0x20 && self < 0x80 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }
}
