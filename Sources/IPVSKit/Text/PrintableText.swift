// Text that comes from elsewhere: from the network through the kernel, from files, names, and other processes.
//
// Everything that is shown to people is made printable here, line by line. JSON keeps all characters and writes those
// that are not printable as escapes.

extension Unicode.Scalar {
    /// Whether a terminal shows the character and does nothing else.
    ///
    /// Not printable are control characters (C0, C1 and delete), line separators, format characters such as those that
    /// turn the direction of text, and code points that are private or not assigned.
    package var isPrintable: Bool {
        if value < 0x7F { return value >= 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            return false
        default: return true
        }
    }
}

extension String {
    /// The text as one line: a tab becomes a space, and every other character that is not printable a `?`.
    ///
    /// The number of Unicode scalars stays the same.
    package var printable: String {
        // Almost every text is plain, and can stay as it is.
        if utf8.allSatisfy(\.isPrintableASCII) { return self }
        let scalars = unicodeScalars.map { $0.isPrintable ? $0 : $0 == "\t" ? " " : "?" as Unicode.Scalar }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension Sequence<String> {
    /// The texts as lines, each of them printable.
    package var printableLines: [UInt8] { flatMap { Array(($0.printable + "\n").utf8) } }
}

extension [UInt8] {
    /// Whether all bytes from an index on are printable characters of ASCII.
    package func isPrintableASCII(from start: Int) -> Bool {
        let bytes = span
        var index = start
        // Eight bytes in one go (row `connections` of Tests/Guest/instructions). Where all are below 0x80, the highest
        // bit of a difference or sum tells that the lowest one that is not printable is below 0x20, or 0x7F.
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        while index <= bytes.count - 8 {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard (word | (word &- ones &* 0x20) | (word &+ ones)) & highs == 0 else { return false }
            index += 8
            // The rest, and some bytes once more.
            if index < bytes.count, index > bytes.count - 8 { index = bytes.count - 8 }
        }
        while index < bytes.count {
            guard bytes[index].isPrintableASCII else { return false }
            index += 1
        }
        return true
    }

    /// The bytes as printable text, but for the line breaks; bytes that are not UTF-8 are replaced by U+FFFD.
    package var printableLines: [UInt8] {
        let newline = UInt8(ascii: "\n")
        if allSatisfy({ $0.isPrintableASCII || $0 == newline }) { return self }
        let lines = split(separator: newline, omittingEmptySubsequences: false)
        let printable = lines.map { String(decoding: $0, as: UTF8.self).printable.utf8 }
        return Array(printable.joined(separator: [newline]))
    }
}

extension UInt8 {
    /// Whether the byte is a printable character of ASCII, whatever stands before and after it.
    package var isPrintableASCII: Bool { 0x20..<0x7F ~= self }
}
