import IPVSKit

// The fields of ipvsadm's lists: as wide as asked for, and longer where the text is longer.

extension [UInt8] {
    /// Adds a text.
    mutating func append(_ text: String) {
        let text = text.utf8.span
        append(addingCapacity: text.count) { bytes in
            for index in 0..<text.count { bytes.append(text[index]) }
        }
    }

    /// Adds what the closure writes, with blanks after it up to a width.
    mutating func appendLeft(_ width: Int, _ write: (inout [UInt8]) -> Void) {
        let start = count
        write(&self)
        appendBlanks(width - (count - start))
    }

    /// Adds a number, with blanks after it up to a width.
    mutating func appendLeft(_ width: Int, _ number: UInt32) {
        appendLeft(width) { $0.appendDecimal(UInt64(number)) }
    }

    /// Adds a number with blanks in front of it up to a width.
    mutating func appendRight(_ width: Int, _ number: UInt64) {
        var digits = 1
        var rest = number / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        appendBlanks(width - digits)
        appendDecimal(number)
    }

    /// Adds a counter in nine columns: in full up to eight digits, else in thousands (K), millions and so on.
    mutating func appendScaled(_ number: UInt64) {
        guard let unit = Self.units.first(where: { number < $0.limit }) else {
            return appendUnit(8, number / 1_000_000_000_000, UInt8(ascii: "T"))
        }
        guard unit.letter != 0 else { return appendRight(9, number) }
        appendUnit(8, number / unit.divisor, unit.letter)
    }

    /// Adds a counter in nine columns, or with a blank in front where it does not fit.
    mutating func appendExact(_ number: UInt64) {
        if number >= 100_000_000 { append(UInt8(ascii: " ")) }
        appendRight(9, number)
    }

    private mutating func appendBlanks(_ count: Int) {
        guard count > 0 else { return }
        append(addingCapacity: count) { $0.append(repeating: UInt8(ascii: " "), count: count) }
    }

    private mutating func appendUnit(_ width: Int, _ number: UInt64, _ letter: UInt8) {
        appendRight(width, number)
        append(letter)
    }

    private static let units: [(limit: UInt64, divisor: UInt64, letter: UInt8)] = [
        (100_000_000, 1, 0), (1_000_000_000, 1000, UInt8(ascii: "K")),
        (100_000_000_000, 1_000_000, UInt8(ascii: "M")),
        (100_000_000_000_000, 1_000_000_000, UInt8(ascii: "G")),
    ]
}
