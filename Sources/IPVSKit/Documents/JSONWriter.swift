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

    /// What has been written; streams empty it with ``removeWritten()``.
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
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes the key of the next value; it must not need escaping.
    package mutating func key(_ name: String) {
        let separator = separator(), isIndented = isIndented
        let name = name.utf8.span
        bytes.append(addingCapacity: separator.limit + name.count + 4) { text in
            separator.write(into: &text)
            text.append(UInt8(ascii: "\""))
            for index in name.indices { text.append(name[index]) }
            text.append(UInt8(ascii: "\""))
            text.append(UInt8(ascii: ":"))
            if isIndented { text.append(UInt8(ascii: " ")) }
        }
        isAfterKey = true
    }

    private mutating func begin(_ bracket: UInt8, _ shape: Shape) {
        put(separator(), bracket)
        if lineDepth > 0 || shape == .line { lineDepth += 1 } else { blockDepth += 1 }
        hasElements = false
    }

    private mutating func end(_ bracket: UInt8) {
        var separator = JSONSeparator()
        if lineDepth > 0 {
            lineDepth -= 1
        } else {
            blockDepth -= 1
            if isIndented, hasElements { separator.indentation = blockDepth * 2 }
        }
        put(separator, bracket)
        hasElements = true
    }

    /// What is due in front of the next element, or key of one.
    private mutating func separator() -> JSONSeparator {
        var separator = JSONSeparator()
        if isAfterKey {
            isAfterKey = false
            return separator
        }
        separator.hasComma = hasElements
        if isIndented {
            if lineDepth > 0 {
                separator.hasBlank = hasElements
            } else if blockDepth > 0 {
                separator.indentation = blockDepth * 2
            }
        }
        hasElements = true
        return separator
    }
}

/// What stands between two elements.
private struct JSONSeparator {
    var hasComma = false
    var hasBlank = false
    /// How far a new line is indented; nil for none.
    var indentation: Int?

    /// The most bytes that it has.
    var limit: Int { 3 + (indentation ?? 0) }

    func write(into text: inout OutputSpan<UInt8>) {
        if hasComma { text.append(UInt8(ascii: ",")) }
        if hasBlank { text.append(UInt8(ascii: " ")) }
        if let indentation {
            text.append(UInt8(ascii: "\n"))
            text.append(repeating: UInt8(ascii: " "), count: indentation)
        }
    }
}

// MARK: Values

extension JSONWriter {
    /// Writes a whole number.
    package mutating func value(_ number: some UnsignedInteger & FixedWidthInteger) {
        let separator = separator()
        // A number has at most 20 digits.
        bytes.append(addingCapacity: separator.limit + 20) { text in
            separator.write(into: &text)
            text.appendDecimal(UInt64(number))
        }
    }

    /// Writes an object of numbers on one line; of the keys, only as many are used as there are numbers.
    package mutating func object<let count: Int>(
        _ keys: JSONNumberKeys,
        _ numbers: InlineArray<count, UInt64>
    ) {
        let texts = isIndented ? keys.indented : keys.compact
        put(separator())
        for index in 0..<count {
            bytes += texts[index]
            bytes.appendDecimal(numbers[index])
        }
        put(UInt8(ascii: "}"))
        hasElements = true
    }

    /// Writes a number that may be below 0.
    package mutating func value(_ number: Int64) {
        put(separator())
        put("\(number)".utf8.span)
    }

    /// Writes `true` or `false`.
    package mutating func value(_ flag: Bool) {
        put(separator())
        put((flag ? "true" : "false").utf8.span)
    }

    /// Writes a text; what a terminal would act on is escaped.
    package mutating func value(_ text: String) {
        put(separator(), UInt8(ascii: "\""))
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
        let separator = separator()
        bytes.append(addingCapacity: separator.limit + KernelName.capacity + 2) { text in
            separator.write(into: &text)
            text.append(UInt8(ascii: "\""))
            for index in 0..<name.count { text.append(name[index]) }
            text.append(UInt8(ascii: "\""))
        }
    }

    /// Writes an address as text.
    package mutating func value(_ address: IPAddress) {
        let separator = separator()
        bytes.append(addingCapacity: separator.limit + IPAddress.textLimit + 2) { text in
            separator.write(into: &text)
            text.append(UInt8(ascii: "\""))
            address.write(into: &text)
            text.append(UInt8(ascii: "\""))
        }
    }
}

// MARK: Bytes

extension JSONWriter {
    private mutating func put(_ byte: UInt8) { bytes.append(byte) }

    private mutating func put(_ text: Span<UInt8>) {
        bytes.append(addingCapacity: text.count) { output in
            for index in text.indices { output.append(text[index]) }
        }
    }

    private mutating func put(_ separator: JSONSeparator, _ byte: UInt8? = nil) {
        bytes.append(addingCapacity: separator.limit + 1) { text in
            separator.write(into: &text)
            if let byte { text.append(byte) }
        }
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
}

/// The keys of an object of numbers, with what surrounds them in the text.
///
/// They are copied as a whole: to put keys together from their names costs twice as much (row `list --json` of
/// `Tests/Guest/instructions`).
package struct JSONNumberKeys: Sendable {
    fileprivate let compact: [[UInt8]]
    fileprivate let indented: [[UInt8]]

    /// Prepares names, at least one, that do not need escaping.
    package init(_ names: [String]) {
        compact = names.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8) }
        indented = names.enumerated().map { Array("\($0 == 0 ? "{" : ", ")\"\($1)\": ".utf8) }
    }
}

extension UInt8 {
    /// Whether the byte stands for itself within a JSON text, whatever comes before and after it.
    fileprivate var isPlainInJSON: Bool {
        isPrintableASCII && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }
}
