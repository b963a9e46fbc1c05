/// An option as it was found on a command line.
struct FoundOption {
    var row: OptionRow
    /// The word of the option.
    var word: Int
    /// The word of the value, which is the option's own when the value is attached.
    var valueWord: Int
    /// The value within the text; nil if there is none.
    var value: Range<Int>?
}

/// Goes over the options of a command line as the library popt does.
///
/// Letters may be bundled (`-Ln`), values attached (`-w5`, `-w=5`, `--weight=5`), plain words mixed with options;
/// `--` ends the options.
struct OptionScanner {
    /// The word that comes next.
    private(set) var next = 0
    /// Words that belong to no option: how many, and the first few.
    private(set) var plainWordCount = 0
    private(set) var plainWords: InlineArray<4, Int> = .init(repeating: -1)
    private var bundle: Range<Int>?
    private var isPastOptions = false

    /// The word that was looked at last.
    var last: Int { next - 1 }

    /// Returns the next option; nil behind the last one.
    mutating func option(_ text: Span<UInt8>, _ words: [RuleWord]) throws(RuleError) -> FoundOption? {
        if let bundle { return try letter(text, words, bundle) }
        while next < words.count {
            let word = words[next].text
            next += 1
            if isPastOptions || word.count < 2 || text[word.lowerBound] != Byte.dash {
                addPlainWord()
            } else if text[word.lowerBound + 1] != Byte.dash {
                return try letter(text, words, word.lowerBound + 1..<word.upperBound)
            } else if word.count == 2 {
                isPastOptions = true
            } else {
                return try long(text, words, word.lowerBound + 2..<word.upperBound)
            }
        }
        return nil
    }

    private mutating func addPlainWord() {
        if plainWordCount < 4 { plainWords[plainWordCount] = last }
        plainWordCount += 1
    }

    private mutating func letter(
        _ text: Span<UInt8>,
        _ words: [RuleWord],
        _ letters: Range<Int>
    ) throws(RuleError) -> FoundOption {
        bundle = nil
        guard let row = OptionTable.ipvsadm.row(letter: text[letters.lowerBound]) else {
            throw error(RuleError.Cause.unknownOption, text, words)
        }
        var rest = letters.lowerBound + 1..<letters.upperBound
        let hasEquals = !rest.isEmpty && text[rest.lowerBound] == Byte.equals
        guard row.value == .none else {
            if hasEquals { rest = rest.lowerBound + 1..<rest.upperBound }
            let isAttached = hasEquals || !rest.isEmpty
            return try found(row, isAttached ? rest : nil, text, words)
        }
        if hasEquals { throw error(RuleError.Cause.unwantedValue, text, words) }
        if !rest.isEmpty { bundle = rest }
        return FoundOption(row: row, word: last, valueWord: last, value: nil)
    }

    private mutating func long(
        _ text: Span<UInt8>,
        _ words: [RuleWord],
        _ range: Range<Int>
    ) throws(RuleError) -> FoundOption {
        var nameEnd = range.lowerBound
        while nameEnd < range.upperBound, text[nameEnd] != Byte.equals { nameEnd += 1 }
        guard let row = OptionTable.ipvsadm.row(long: text.extracting(range.lowerBound..<nameEnd)) else {
            throw error(RuleError.Cause.unknownOption, text, words)
        }
        let value = nameEnd < range.upperBound ? nameEnd + 1..<range.upperBound : nil
        guard row.value == .none else { return try found(row, value, text, words) }
        if value != nil { throw error(RuleError.Cause.unwantedValue, text, words) }
        return FoundOption(row: row, word: last, valueWord: last, value: nil)
    }

    /// Finds the value of an option that has one: attached, or the next word.
    private mutating func found(
        _ row: OptionRow,
        _ attached: Range<Int>?,
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) throws(RuleError) -> FoundOption {
        let word = last
        if let attached { return FoundOption(row: row, word: word, valueWord: word, value: attached) }
        let isRequired = row.value == .required
        guard next < words.count else {
            if isRequired { throw error(RuleError.Cause.missingValue, text, words) }
            return FoundOption(row: row, word: word, valueWord: word, value: nil)
        }
        let value = words[next].text
        // A required value may begin with a dash, an optional one may not.
        if !isRequired, !value.isEmpty, text[value.lowerBound] == Byte.dash {
            return FoundOption(row: row, word: word, valueWord: word, value: nil)
        }
        next += 1
        return FoundOption(row: row, word: word, valueWord: last, value: value)
    }

    @inline(never)
    private func error(
        _ cause: (String) -> RuleError.Cause,
        _ text: Span<UInt8>,
        _ words: [RuleWord]
    ) -> RuleError {
        RuleError(cause(text.extracting(words[last].text).string), at: words[last].columns)
    }
}
