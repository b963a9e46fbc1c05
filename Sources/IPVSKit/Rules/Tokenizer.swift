/// Splits the lines of a rules file into words.
///
/// The arrays are kept from line to line, so that splitting allocates nothing once they have grown.
struct Tokenizer: ~Copyable, Sendable {
    /// What separates and joins words.
    enum Syntax: Hashable, Sendable {
        /// As a shell reads simple words: quotes, backslashes, and comments that begin with `#`. The word `ipvsadm`
        /// is dropped, and so is a path to it.
        case document
        /// As `ipvsadm -R` does: nothing is special, and a word that is exactly `ipvsadm` is dropped.
        case restore
    }

    /// The longest line that is read, in bytes.
    static let lineLimit = 65_536

    /// The word that `ipvsadm -R` skips wherever it stands.
    static let dropped: KernelName = "ipvsadm"
    private static let nameLength = 7

    let syntax: Syntax
    /// The words of the last line.
    private(set) var words: [RuleWord] = []
    /// The text of the words when the line has quotes or backslashes; empty otherwise.
    private(set) var unquoted: [UInt8] = []
    /// Whether ``unquoted`` holds the text of the words, and not the line itself.
    private(set) var isUnquoted = false

    init(_ syntax: Syntax) {
        self.syntax = syntax
    }

    /// Splits the line that begins at an offset.
    ///
    /// The places of words count from the beginning of the line.
    /// - Returns: the line without its line break.
    mutating func split(_ text: Span<UInt8>, from start: Int) throws(RuleError) -> Range<Int> {
        isUnquoted = false
        let rest = text.extracting(start..<text.count)
        let end = splitPlain(rest)
        if end > Self.lineLimit { throw RuleError(.lineTooLong(end), at: 0..<0) }
        if end >= 0 { return start..<start + end }
        // Something is special.
        let line = Self.line(text, from: start)
        try splitQuoted(text.extracting(line))
        return line
    }

    /// Splits words up to the end of the line and returns where that is.
    ///
    /// Returns -1 when something is special.
    private mutating func splitPlain(_ text: Span<UInt8>) -> Int {
        let isDocument = syntax == .document
        words.removeAll(keepingCapacity: true)
        var start = 0
        var index = Self.endOfPlain(text, 0)
        while true {
            let byte = Self.byte(text, index)
            if Self.isSeparator(byte) {
                if index > start, !isDropped(text, start, index) {
                    let place = RuleRange(start, index)
                    words.append(RuleWord(text: place, columns: place))
                }
                if byte == Byte.newline { return index }
                start = index + 1
            } else if Self.isSpecial(byte, isDocument)
                || isDocument && byte == Byte.numberSign && index == start
            {
                return -1
            }
            index = Self.endOfPlain(text, index + 1)
        }
    }

    /// The byte at an index, and after the text a line break.
    private static func byte(_ text: Span<UInt8>, _ index: Int) -> UInt8 {
        index < text.count ? text[index] : Byte.newline
    }

    /// Whether a word says nothing: the name of the program, in documents also with a folder.
    @inline(__always)
    private func isDropped(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        // Nearly all words end in something else.
        guard end - start >= Self.nameLength, text[end - 1] == UInt8(ascii: "m") else { return false }
        return isDropped(text.extracting(start..<end))
    }

    @inline(never)
    private func isDropped(_ word: Span<UInt8>) -> Bool {
        let nameStart = word.count - Self.nameLength
        guard KernelName(word.extracting(nameStart..<word.count)) == Self.dropped else { return false }
        return nameStart == 0 || syntax == .document && word[nameStart - 1] == UInt8(ascii: "/")
    }

    /// The extent of the line that begins at an offset, without its line break.
    static func line(_ text: Span<UInt8>, from start: Int) -> Range<Int> {
        var end = start
        while end < text.count, text[end] != Byte.newline { end += 1 }
        return start..<end
    }

    /// Where plain bytes end that begin at an index, or earlier: what is not plain is looked at twice.
    ///
    /// Digits, letters and the punctuation of addresses and options are plain: all above the quotes but the backslash.
    /// Eight bytes are looked at in one go: reading 11,000 rules (`check`, Tests/Guest/instructions) took 6 million
    /// instructions more byte by byte. Of each comparison the lowest bit that is set is right, whatever the subtraction
    /// carried into those above.
    @inline(__always)
    private static func endOfPlain(_ text: Span<UInt8>, _ start: Int) -> Int {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        var index = start
        while index <= text.count - 8 {
            let bytes = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let slashes = bytes ^ (ones &* UInt64(Byte.backslash))
            let low = (bytes &- ones &* UInt64(Byte.apostrophe + 1)) & ~bytes
            let found = (low | (slashes &- ones) & ~slashes) & highs
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        return index
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == Byte.space || byte == Byte.tab || byte == Byte.carriageReturn
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { isBlank(byte) || byte == Byte.newline }

    /// Whether a byte of a word needs the closer look of ``splitQuoted(_:)``.
    private static func isSpecial(_ byte: UInt8, _ isDocument: Bool) -> Bool {
        guard isDocument else { return byte == 0 }
        return byte == 0 || byte == Byte.quotationMark || byte == Byte.apostrophe || byte == Byte.backslash
    }
}

// MARK: Quotes

extension Tokenizer {
    /// Splits a line in which something is quoted, commented out or not text at all.
    private mutating func splitQuoted(_ line: Span<UInt8>) throws(RuleError) {
        if line.count > Self.lineLimit { throw RuleError(.lineTooLong(line.count), at: 0..<0) }
        words.removeAll(keepingCapacity: true)
        unquoted.removeAll(keepingCapacity: true)
        isUnquoted = true
        var index = 0
        while index < line.count {
            if Self.isBlank(line[index]) {
                index += 1
            } else if line[index] == Byte.numberSign, syntax == .document {
                return
            } else {
                let start = (column: index, text: unquoted.count)
                try readWord(line, &index)
                let text = RuleRange(start.text, unquoted.count)
                guard !isDropped(unquoted.span, text.lowerBound, text.upperBound) else { continue }
                words.append(RuleWord(text: text, columns: RuleRange(start.column, index)))
            }
        }
    }

    private mutating func readWord(_ line: Span<UInt8>, _ index: inout Int) throws(RuleError) {
        while index < line.count, !Self.isBlank(line[index]) {
            let byte = line[index]
            switch byte {
            case 0: throw RuleError(.zeroByte, at: index..<index + 1)
            case Byte.quotationMark where syntax == .document, Byte.apostrophe where syntax == .document:
                try readQuotation(line, &index)
            case Byte.backslash where syntax == .document:
                guard index + 1 < line.count, line[index + 1] != Byte.carriageReturn else {
                    throw RuleError(.continuedLine, at: index..<index + 1)
                }
                guard line[index + 1] != 0 else { throw RuleError(.zeroByte, at: index + 1..<index + 2) }
                unquoted.append(line[index + 1])
                index += 2
            default:
                unquoted.append(byte)
                index += 1
            }
        }
    }

    private mutating func readQuotation(_ line: Span<UInt8>, _ index: inout Int) throws(RuleError) {
        let start = index
        let quote = line[index]
        index += 1
        while index < line.count, line[index] != quote {
            guard line[index] != 0 else { throw RuleError(.zeroByte, at: index..<index + 1) }
            if quote == Byte.quotationMark, line[index] == Byte.backslash, index + 1 < line.count,
                Self.isEscapable(line[index + 1])
            {
                index += 1
            }
            unquoted.append(line[index])
            index += 1
        }
        guard index < line.count else { throw RuleError(.openQuotation, at: start..<line.count) }
        index += 1
    }

    // What a backslash takes the meaning from between quotation marks (POSIX shell, 2.2.3).
    private static func isEscapable(_ byte: UInt8) -> Bool {
        byte == Byte.quotationMark || byte == Byte.backslash || byte == UInt8(ascii: "$")
            || byte == UInt8(ascii: "`")
    }
}
