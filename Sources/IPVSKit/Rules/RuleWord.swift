/// A word of a command line, and where it stands in it.
package struct RuleWord: Hashable, Sendable {
    /// The bytes of the word within the text that it was read from, or that was made of it by taking quotes away.
    package var text: Range<Int>
    /// The place of the word in the line as it was written, quotes included, in bytes from 0.
    package var columns: Range<Int>
}

/// The words of a command line that came as separate arguments.
package struct RuleArguments: Sendable {
    /// All words, one behind the other.
    package private(set) var bytes: [UInt8] = []
    /// Where each word is; columns count as if single blanks stood between the words.
    package private(set) var words: [RuleWord] = []

    /// Joins arguments.
    package init(_ arguments: some Sequence<some Sequence<UInt8>>) {
        var column = 0
        for argument in arguments {
            let start = bytes.count
            bytes.append(contentsOf: argument)
            let count = bytes.count - start
            words.append(RuleWord(text: start..<bytes.count, columns: column..<column + count))
            column += count + 1
        }
    }
}
