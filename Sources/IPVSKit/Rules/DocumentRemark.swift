/// A comment that says something of a document of rules as a whole: `#: --partial servers`.
///
/// Programs that know nothing of it skip it like over any other comment. One that does not begin with an option is
/// an ordinary comment.
struct DocumentRemark: Sendable {
    /// What it begins with.
    static let mark = "#:"
    /// The option that says how much of a table the document shows.
    static let option = "--partial"

    /// The line, from 1.
    let line: Int
    /// Where it is in the document.
    let range: Range<Int>
    /// What it says, after the mark.
    let text: String
    /// Whether it stands after a rule, where it says nothing.
    var isBehindRule = false

    /// Looks at a line without words; nil if it is blank or an ordinary comment.
    init?(_ document: Span<UInt8>, line: Int, extent: Range<Int>) {
        var start = extent.lowerBound
        while start < extent.upperBound, Byte.isSpace(document[start]) { start += 1 }
        // Most are ordinary comments.
        guard start + 1 < extent.upperBound, document[start] == Byte.numberSign,
            document[start + 1] == Byte.colon
        else { return nil }
        let words = document.extracting(start + 2..<extent.upperBound).string.split(
            whereSeparator: \.isWhitespace
        )
        // An option: a dash alone is a list's.
        guard let first = words.first, first.hasPrefix("-"), first.contains(where: \.isLetter) else {
            return nil
        }
        text = words.joined(separator: " ")
        (self.line, range) = (line, extent)
    }

    /// How much of a table the document shows; nil if it says something else.
    var coverage: TableCoverage? {
        guard !isBehindRule else { return nil }
        return TableCoverage.allCases.first { $0 > .table && text == "\(Self.option) \($0)" }
    }
}
