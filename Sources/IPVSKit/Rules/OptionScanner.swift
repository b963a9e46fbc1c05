/// An option as it was found on a command line.
struct FoundOption {
    var entry: OptionEntry
    /// The word of the option.
    var word: Int32
    /// The word of the value, which is the option's own when the value is attached; -1 without a value.
    var valueWord: Int32 = -1
    /// The value within the text.
    var value = RuleRange(0, 0)
}

/// Goes over the options of a command line as the library popt does.
///
/// Letters may be bundled (`-Ln`), values attached (`-w5`, `-w=5`, `--weight=5`), plain words mixed with options;
/// `--` ends the options.
struct OptionScanner {
    /// The word that comes next.
    private var next = 0
    /// Letters that follow another one.
    private var bundle = RuleRange(0, 0)
    private var isPastOptions = false
    /// Words that belong to no option: how many, and the first few.
    private(set) var plainWordCount = 0
    private(set) var plainWords: InlineArray<4, Int32> = .init(repeating: -1)

    /// Whether the first plain word ends the options, as POSIX wants it; popt does so when the environment has
    /// `POSIXLY_CORRECT` or `POSIX_ME_HARDER`.
    let stopsAtPlainWord: Bool

    init(stopsAtPlainWord: Bool = false) {
        self.stopsAtPlainWord = stopsAtPlainWord
    }

    /// The word that was read last.
    var last: Int { next - 1 }

    /// Returns the next option; nil after the last one.
    @inline(__always)
    mutating func option(
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>,
        _ table: OptionTable
    ) throws(RuleError) -> FoundOption? {
        if !bundle.isEmpty { return try letter(bundle, text, words, table) }
        while next < words.count {
            let word = words[next].text
            next += 1
            if isPastOptions || word.count < 2 || text[word.lowerBound] != Byte.dash {
                addPlainWord()
            } else if text[word.lowerBound + 1] != Byte.dash {
                return try letter(RuleRange(word.lowerBound + 1, word.upperBound), text, words, table)
            } else if word.count > 2 {
                return try long(RuleRange(word.lowerBound + 2, word.upperBound), text, words, table)
            } else {
                isPastOptions = true
            }
        }
        return nil
    }

    private mutating func addPlainWord() {
        if plainWordCount < 4 { plainWords[plainWordCount] = Int32(truncatingIfNeeded: last) }
        plainWordCount += 1
        if stopsAtPlainWord { isPastOptions = true }
    }

    @inline(__always)
    private mutating func letter(
        _ letters: RuleRange,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>,
        _ table: OptionTable
    ) throws(RuleError) -> FoundOption {
        bundle = RuleRange(0, 0)
        guard let entry = table.entry(letter: text[letters.lowerBound]) else {
            throw error(RuleError.Cause.unknownOption, text, words)
        }
        let start = letters.lowerBound + 1
        let isLonger = start < letters.upperBound
        let hasEquals = isLonger && text[start] == Byte.equals
        guard entry.value == .none else {
            let value = RuleRange(hasEquals ? start + 1 : start, letters.upperBound)
            return try found(entry, isLonger ? value : nil, text, words)
        }
        if hasEquals { throw error(RuleError.Cause.unwantedValue, text, words) }
        bundle = RuleRange(start, letters.upperBound)
        return FoundOption(entry: entry, word: Int32(truncatingIfNeeded: last))
    }

    private mutating func long(
        _ range: RuleRange,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>,
        _ table: OptionTable
    ) throws(RuleError) -> FoundOption {
        var nameEnd = range.lowerBound
        while nameEnd < range.upperBound, text[nameEnd] != Byte.equals { nameEnd += 1 }
        guard let entry = table.entry(long: text.extracting(range.lowerBound..<nameEnd)) else {
            throw error(RuleError.Cause.unknownOption, text, words)
        }
        let hasEquals = nameEnd < range.upperBound
        guard entry.value == .none else {
            return try found(entry, hasEquals ? RuleRange(nameEnd + 1, range.upperBound) : nil, text, words)
        }
        if hasEquals { throw error(RuleError.Cause.unwantedValue, text, words) }
        return FoundOption(entry: entry, word: Int32(truncatingIfNeeded: last))
    }

    /// Finds the value of an option that has one: attached, or the next word.
    @inline(__always)
    private mutating func found(
        _ entry: OptionEntry,
        _ attached: RuleRange?,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) throws(RuleError) -> FoundOption {
        let word = Int32(truncatingIfNeeded: last)
        if let attached { return FoundOption(entry: entry, word: word, valueWord: word, value: attached) }
        let isRequired = entry.value == .required
        guard next < words.count else {
            if isRequired { throw error(RuleError.Cause.missingValue, text, words) }
            return FoundOption(entry: entry, word: word)
        }
        let value = words[next].text
        // A required value may begin with a dash, an optional one may not.
        if !isRequired, !value.isEmpty, text[value.lowerBound] == Byte.dash {
            return FoundOption(entry: entry, word: word)
        }
        next += 1
        return FoundOption(entry: entry, word: word, valueWord: word + 1, value: value)
    }

    @inline(never)
    private func error(
        _ cause: (String) -> RuleError.Cause,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> RuleError {
        RuleError(cause(text.extracting(words[last].text.range).quotation), at: words[last].columns.range)
    }
}
