/// Reads the lines of a rules file one by one.
///
/// The text is passed on with every call and nothing of it is kept, so that a large file can be read in pieces.
/// Ordinary lines are read without allocating.
package struct RuleReader: ~Copyable {
    /// The number of the last line that was looked at, from 1.
    package private(set) var line = 0
    /// The extent of that line within the text, without its line break.
    package private(set) var extent = 0..<0
    /// Where the next line begins within the text.
    package private(set) var offset = 0
    private var tokenizer: Tokenizer
    private(set) var parser: CommandLineParser
    private let skipsComments: Bool
    /// Whether the last line was read without tokenizer and parser.
    private var isPlain = false
    /// The last line of this text that was read so.
    private var lastPlain: PlainRule?
    /// Comments that begin with `#:` and an option, which say something of the document as a whole.
    private(set) var remarks: [DocumentRemark] = []

    /// Creates a reader of documents, or of what `ipvsadm -R` reads.
    ///
    /// - Parameters:
    ///   - resolver: who knows the names of hosts and services.
    ///   - asRestore: whether lines are split as `ipvsadm -R` does it.
    ///   - skipsComments: whether lines that begin with `#` say nothing, as for `ipvsadm-restore`.
    ///   - stopsAtPlainWord: see ``CommandLineParser``.
    package init(
        resolver: any NameResolver = NumericResolver(),
        asRestore: Bool = false,
        skipsComments: Bool = false,
        stopsAtPlainWord: Bool = false
    ) {
        self.skipsComments = skipsComments
        tokenizer = Tokenizer(asRestore ? .restore : .document)
        parser = CommandLineParser(resolver: resolver, stopsAtPlainWord: stopsAtPlainWord)
    }

    /// Reads the next line that says something; nil after the last one.
    ///
    /// An error concerns one line, which ``line`` and ``extent`` tell; the next call continues after it.
    package mutating func next(in text: Span<UInt8>) throws(RuleError) -> RuleCommand? {
        while offset < text.count {
            line += 1
            if let rule = PlainRule(text, from: offset, after: lastPlain) {
                isPlain = true
                lastPlain = rule
                extent = offset..<rule.end
                offset = rule.end + 1
                return .change(.addServer(rule.server, to: rule.identity))
            }
            isPlain = false
            if skipsComments, text[offset] == Byte.numberSign {
                offset = Tokenizer.line(text, from: offset).upperBound + 1
                continue
            }
            do {
                extent = try tokenizer.split(text, from: offset)
                offset = extent.upperBound + 1
            } catch {
                extent = Tokenizer.line(text, from: offset)
                offset = extent.upperBound + 1
                throw error
            }
            noteRemark(in: text)
            if !tokenizer.words.isEmpty { return try Self.parse(text.extracting(extent), tokenizer, &parser) }
        }
        return nil
    }

    private mutating func noteRemark(in text: Span<UInt8>) {
        let last = tokenizer.words.last.map { Int($0.columns.upperBound) }
        // Only lines with something special have comments after words.
        guard last == nil || tokenizer.isUnquoted, !extent.isEmpty, tokenizer.syntax == .document else {
            return
        }
        let place = extent.lowerBound + (last ?? 0)..<extent.upperBound
        guard var remark = DocumentRemark(text, line: line, extent: place) else { return }
        remark.isBehindRule = last != nil
        remarks.append(remark)
    }

    @inline(__always)
    private static func parse(
        _ line: Span<UInt8>,
        _ tokenizer: borrowing Tokenizer,
        _ parser: inout CommandLineParser
    ) throws(RuleError) -> RuleCommand {
        let unquoted = tokenizer.unquoted.span
        let text = tokenizer.isUnquoted ? unquoted : line
        return try parser.parse(text, tokenizer.words.span)
    }

    /// All errors of the last line, if it could be split into words; the first is the one that was thrown.
    func errors(in text: Span<UInt8>) -> [RuleError] {
        var search = RuleErrorSearch(parser)
        let line = tokenizer.isUnquoted ? tokenizer.unquoted.span : text.extracting(extent)
        search.search(line, tokenizer.words.span)
        return search.errors
    }

    /// What the last line means, and does not look like.
    func warnings(in text: Span<UInt8>) -> [(warning: RuleWarning, columns: Range<Int>)] {
        guard !isPlain, let command = parser.command, parser.given.mayNeedWarnings(command) else { return [] }
        var search = RuleWarningSearch(command, parser.given)
        let unquoted = tokenizer.unquoted.span
        let line = tokenizer.isUnquoted ? unquoted : text.extracting(extent)
        search.search(line, tokenizer.words.span)
        return search.warnings
    }

    /// Where the last line gives an option; where its command is if it does not.
    func columns(of column: OptionColumn?, in text: Span<UInt8>) -> Range<Int> {
        guard !isPlain else {
            var tokenizer = Tokenizer(tokenizer.syntax)
            _ = try? tokenizer.split(text, from: extent.lowerBound)
            return Self.columns(of: column, in: text.extracting(extent), tokenizer.words.span)
        }
        let unquoted = tokenizer.unquoted.span
        let line = tokenizer.isUnquoted ? unquoted : text.extracting(extent)
        return Self.columns(of: column, in: line, tokenizer.words.span)
    }

    private static func columns(
        of column: OptionColumn?,
        in line: Span<UInt8>,
        _ words: Span<RuleWord>
    ) -> Range<Int> {
        guard !words.isEmpty else { return 0..<0 }
        guard let column, let found = CommandLineParser.found(column, line, words) else {
            return words[0].columns.range
        }
        return words[Int(max(found.word, found.valueWord))].columns.range
    }

    /// Goes on at the beginning of another piece of text.
    package mutating func restart() {
        offset = 0
        lastPlain = nil
    }
}
