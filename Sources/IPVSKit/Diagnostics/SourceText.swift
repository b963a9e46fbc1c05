/// The bytes of a document, which know the line and column of each of them.
package struct SourceText: Sendable {
    /// The document as the user named it.
    package let file: String
    /// The document.
    package let bytes: [UInt8]

    /// Where each line starts; empty until the first diagnostic, since most documents have none.
    private var lineStarts: [Int] = []

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
        return Diagnostic(
            severity,
            message,
            file: file,
            line: line,
            of: bytes.span.extracting(extent),
            at: start - extent.lowerBound..<range.upperBound - extent.lowerBound
        )
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

extension Diagnostic {
    /// Creates a diagnostic of some bytes of a line; `text` is the whole line without its newline.
    package init(
        _ severity: Severity,
        _ message: String,
        file: String,
        line: Int,
        of text: Span<UInt8>,
        at range: Range<Int>
    ) {
        let start = min(range.lowerBound, text.count)
        self.init(
            severity,
            message,
            file: file,
            line: line,
            column: text.characterCount(0..<start) + 1,
            excerpt: Excerpt(of: text, marking: start..<max(start, range.upperBound))
        )
    }
}

extension Diagnostic.Excerpt {
    /// Cuts the part around some bytes out of a line.
    fileprivate init(of line: Span<UInt8>, marking bytes: Range<Int>) {
        let limit = Self.limit
        var end = line.count
        while end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        var start = end <= limit ? 0 : max(0, min(bytes.lowerBound - limit / 2, end - limit))
        while start > 0, line.isContinuation(start) { start -= 1 }
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
