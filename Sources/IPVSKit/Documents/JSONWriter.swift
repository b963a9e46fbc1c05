/// Writes JSON into a buffer of bytes, without allocating for any single value.
///
/// The caller is trusted to call in an order that makes sense: ``key(_:)`` before each value in an object,
/// an end for each begin, and ``finish()`` at the end.
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

    /// What has been written, up to the last container that ended; streams empty it with ``removeWritten()``.
    package private(set) var bytes: [UInt8] = []
    /// The bytes since then: adding each of them to an array costs several times as much.
    private var window = InlineArray<256, UInt8>(repeating: 0)
    private var windowCount = 0

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

    /// Forgets ``bytes``, but not where in the document they end.
    package mutating func removeWritten() {
        bytes.removeAll(keepingCapacity: true)
    }
}

// MARK: Containers

extension JSONWriter {
    /// Begins an object, as an element or as the value of a key.
    package mutating func beginObject(_ shape: Shape = .block) { begin(UInt8(ascii: "{"), shape) }

    /// Ends the innermost container, which is an object.
    package mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Begins an array, as an element or as the value of a key.
    package mutating func beginArray(_ shape: Shape = .block) { begin(UInt8(ascii: "["), shape) }

    /// Ends the innermost container, which is an array.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Ends the document with a newline.
    package mutating func finish() {
        put(UInt8(ascii: "\n"))
        emptyWindow()
    }

    /// Writes the key of the next value; it must not need escaping.
    package mutating func key(_ name: String) {
        separate()
        put(UInt8(ascii: "\""))
        put(name.utf8.span)
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
        if isIndented { put(UInt8(ascii: " ")) }
        isAfterKey = true
    }

    private mutating func begin(_ bracket: UInt8, _ shape: Shape) {
        separate()
        put(bracket)
        if lineDepth > 0 || shape == .line { lineDepth += 1 } else { blockDepth += 1 }
        hasElements = false
    }

    private mutating func end(_ bracket: UInt8) {
        if lineDepth > 0 {
            lineDepth -= 1
        } else {
            blockDepth -= 1
            if isIndented, hasElements { newLine() }
        }
        put(bracket)
        hasElements = true
        if lineDepth == 0 { emptyWindow() }
    }

    private mutating func separate() {
        if isAfterKey {
            isAfterKey = false
            return
        }
        if hasElements { put(UInt8(ascii: ",")) }
        if isIndented {
            if lineDepth > 0 {
                if hasElements { put(UInt8(ascii: " ")) }
            } else if blockDepth > 0 {
                newLine()
            }
        }
        hasElements = true
    }

    private mutating func newLine() {
        put(UInt8(ascii: "\n"))
        for _ in 0..<blockDepth * 2 { put(UInt8(ascii: " ")) }
    }
}

// MARK: Values

extension JSONWriter {
    /// Writes a whole number.
    package mutating func value(_ number: some UnsignedInteger & FixedWidthInteger) {
        separate()
        putDecimal(UInt64(number))
    }

    /// Writes `true` or `false`.
    package mutating func value(_ flag: Bool) {
        separate()
        put((flag ? "true" : "false").utf8.span)
    }

    /// Writes a text; what a terminal would act on is escaped.
    package mutating func value(_ text: String) {
        separate()
        put(UInt8(ascii: "\""))
        if text.utf8.allSatisfy(\.isPlainInJSON) {
            put(text.utf8.span)
        } else {
            for scalar in text.unicodeScalars { put(scalar) }
        }
        put(UInt8(ascii: "\""))
    }

    /// Writes bytes as text; those that are not UTF-8 are replaced by U+FFFD.
    package mutating func value(_ text: [UInt8]) {
        value(String(decoding: text, as: UTF8.self))
    }

    /// Writes a name of the kernel's; bytes that are not UTF-8 are replaced by U+FFFD.
    package mutating func value(_ name: KernelName) {
        for index in 0..<name.count where !name[index].isPlainInJSON { return value(name.description) }
        separate()
        put(UInt8(ascii: "\""))
        for index in 0..<name.count { put(name[index]) }
        put(UInt8(ascii: "\""))
    }

    /// Writes an address as text.
    package mutating func value(_ address: IPAddress) {
        separate()
        put(UInt8(ascii: "\""))
        if address.family == .ipv4 {
            for shift: UInt32 in [24, 16, 8, 0] {
                putDecimal(UInt64(address.bits32 >> shift & 0xFF))
                if shift > 0 { put(UInt8(ascii: ".")) }
            }
        } else {
            emptyWindow()
            address.write(into: &bytes)
        }
        put(UInt8(ascii: "\""))
    }
}

// MARK: Bytes

extension JSONWriter {
    private mutating func put(_ byte: UInt8) {
        if windowCount == window.count { emptyWindow() }
        window[windowCount] = byte
        windowCount += 1
    }

    private mutating func put(_ text: Span<UInt8>) {
        guard text.count <= Self.shortest else {
            for index in text.indices { put(text[index]) }
            return
        }
        makeRoom()
        for index in text.indices { window[windowCount &+ index] = text[index] }
        windowCount += text.count
    }

    private mutating func putDecimal(_ value: UInt64) {
        makeRoom()
        var length = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        rest = value
        windowCount += length
        for index in 1...length {
            window[windowCount &- index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// How many bytes may be written without a look at the room that is left: any number fits.
    private static let shortest = 20

    private mutating func makeRoom() {
        if windowCount > window.count - Self.shortest { emptyWindow() }
    }

    /// Writes a character of a text, escaped unless it is printable.
    private mutating func put(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\n": put("\\n".utf8.span)
        case "\t": put("\\t".utf8.span)
        case "\"": put("\\\"".utf8.span)
        case "\\": put("\\\\".utf8.span)
        case _ where scalar.isPrintable: for byte in String(scalar).utf8 { put(byte) }
        default:
            // Two units for a character above U+FFFF.
            for unit in String(scalar).utf16 {
                put("\\u".utf8.span)
                for shift: UInt16 in [12, 8, 4, 0] {
                    let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
                    put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            }
        }
    }

    private mutating func emptyWindow() {
        bytes.append(addingCapacity: windowCount) { output in
            for index in 0..<windowCount { output.append(window[index]) }
        }
        windowCount = 0
    }
}

extension UInt8 {
    /// Whether the byte stands for itself within a JSON text, whatever comes before and behind it.
    fileprivate var isPlainInJSON: Bool {
        isPrintableASCII && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }
}
