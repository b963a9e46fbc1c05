/// A text of a JSON document as it stands there, between its quotes; checked, but not decoded.
package struct JSONText: Hashable, Sendable {
    /// Where the text is, without its quotes.
    package var range: Range<Int>
    /// Whether any character is written as an escape.
    package var hasEscapes: Bool

    /// The text with its quotes.
    package var quoted: Range<Int> { range.lowerBound - 1..<range.upperBound + 1 }

    /// Returns the bytes that the text stands for.
    package func decoded(in document: [UInt8]) -> [UInt8] {
        guard hasEscapes else { return Array(document[range]) }
        var result: [UInt8] = []
        var rest = document[range]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") {
                result += Self.character(&rest)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// Returns the text as a string.
    package func string(in document: [UInt8]) -> String {
        hasEscapes
            ? String(decoding: decoded(in: document), as: UTF8.self)
            : String(decoding: document[range], as: UTF8.self)
    }

    /// Reads what follows a backslash.
    private static func character(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "u"):
            var units = [unit(&rest)]
            if units[0] & 0xFC00 == 0xD800 {
                rest = rest.dropFirst(2)
                units.append(unit(&rest))
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        case let byte?: return [byte]
        case nil: return []
        }
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 { unit = unit << 4 | UInt16(rest.popFirst().flatMap(AddressParser.hexDigit) ?? 0) }
        return unit
    }
}
