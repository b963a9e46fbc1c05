/// The bytes of a document, which know the line and column of each of them.
package struct SourceText: Sendable {
    /// The document as the user named it.
    package let file: String
    /// The document.
    package let bytes: [UInt8]

    /// Where each line starts; empty until the first diagnostic, since most documents have none.
    private var lineStarts: [Int] = []
    /// The last place whose column was asked for: its line's start, its own offset, and its column from 0.
    ///
    /// Counting continues from there, since a document may be one long line with many findings.
    private var lastPlace = (lineStart: 0, offset: 0, column: 0)

    /// Wraps the bytes of a document.
    package init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Returns a diagnostic of the bytes in `range`, which may be empty or lie at the end of the document.
    package mutating func diagnostic(
        _ message: String,
        at range: Range<Int>,
        severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        let start = min(range.lowerBound, bytes.count)
        let line = lineNumber(of: start)
        let extent = extent(ofLine: line)
        var diagnostic = Diagnostic(severity, message, file: file, line: line)
        diagnostic.column = column(of: min(start, extent.upperBound), inLineFrom: extent.lowerBound) + 1
        diagnostic.excerpt = Diagnostic.Excerpt(
            of: bytes.span.extracting(extent),
            marking: start - extent.lowerBound..<max(start, range.upperBound) - extent.lowerBound
        )
        return diagnostic
    }

    /// The column, from 0, of a place in the line that begins at an offset.
    private mutating func column(of offset: Int, inLineFrom lineStart: Int) -> Int {
        if lastPlace.lineStart != lineStart { lastPlace = (lineStart, lineStart, 0) }
        let (last, column) = (lastPlace.offset, lastPlace.column)
        let distance = bytes.span.characterCount(min(last, offset)..<max(last, offset))
        lastPlace = (lineStart, offset, offset < last ? column - distance : column + distance)
        return lastPlace.column
    }

    /// The bytes of a line, counted from 1, without its newline.
    package mutating func extent(ofLine line: Int) -> Range<Int> {
        findLines()
        guard lineStarts.indices.contains(line - 1) else { return bytes.count..<bytes.count }
        return lineStarts[line - 1]..<(line < lineStarts.count ? lineStarts[line] - 1 : bytes.count)
    }

    private mutating func findLines() {
        guard lineStarts.isEmpty else { return }
        lineStarts = [0]
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            lineStarts.append(index + 1)
        }
    }

    /// The line, from 1, that the byte at an offset is in.
    package mutating func lineNumber(of offset: Int) -> Int {
        findLines()
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}

extension Diagnostic.Excerpt {
    /// Cuts the part around some bytes out of a line.
    fileprivate init(of line: Span<UInt8>, marking bytes: Range<Int>) {
        let limit = Self.limit
        var end = line.count
        while end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        var start = end <= limit ? 0 : max(0, min(bytes.lowerBound - limit / 2, end - limit))
        // A character has at most three of them, and what is not UTF-8 any number.
        for _ in 0..<3 where start > 0 && line.isContinuation(start) { start -= 1 }
        end = min(end, start + limit)

        var shown: [UInt8] = []
        for index in start..<max(start, end) { shown.append(line[index]) }
        text = String(decoding: shown, as: UTF8.self).printable
        let count = text.unicodeScalars.count
        let first = min(line.characterCount(start..<max(start, bytes.lowerBound)), count)
        let length = line.characterCount(bytes.lowerBound..<max(bytes.lowerBound, min(bytes.upperBound, end)))
        marked = first..<max(first + 1, min(first + length, count))
    }
}

extension Span where Element == UInt8 {
    /// The number of characters, more exactly Unicode scalars, that start in a range of valid UTF-8.
    fileprivate func characterCount(_ range: Range<Int>) -> Int {
        var characters = 0
        for index in range where !isContinuation(index) { characters += 1 }
        return characters
    }

    fileprivate func isContinuation(_ index: Int) -> Bool {
        index < count && self[index] & 0xC0 == 0x80
    }
}
