/// A word of a command line, and where it stands in it.
package struct RuleWord: Hashable, Sendable {
    /// The bytes of the word within the text that it was read from, or that was made of it by taking quotes away.
    package var text: RuleRange
    /// The place of the word in the line as it was written, quotes included, in bytes from 0.
    package var columns: RuleRange
}

/// A range of bytes within a line: half the size of a `Range<Int>`, since lines are short.
package struct RuleRange: Hashable, Sendable {
    private let first: Int32
    private let end: Int32

    init(_ range: Range<Int>) {
        self.init(range.lowerBound, range.upperBound)
    }

    init(_ lowerBound: Int, _ upperBound: Int) {
        first = Int32(truncatingIfNeeded: lowerBound)
        end = Int32(truncatingIfNeeded: upperBound)
    }

    package var lowerBound: Int { Int(first) }
    package var upperBound: Int { Int(end) }
    var count: Int { Int(end) - Int(first) }
    var isEmpty: Bool { first == end }
    var range: Range<Int> { lowerBound..<upperBound }
}
