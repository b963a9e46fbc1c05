internal import Glibc

/// Reads a file line by line in memory that does not depend on its length.
package struct LineReader: ~Copyable {
    private let file: InputFile
    private var buffer: [UInt8] = []
    /// Where the first line that was not handed out begins.
    private var start = 0
    /// The number of the last line that was handed out, from 1.
    package private(set) var line = 0

    /// Of a longer line only the beginning is handed out: 1 MiB and one byte.
    package static let lineLimit = 1 << 20

    /// Opens a file; the path `-` is standard input.
    package init(_ path: String) throws(FileError) {
        file = try InputFile(path)
    }

    /// Hands the next line to `body`, without its newline; returns nil at the end of the file.
    ///
    /// The last line may lack its newline.
    package mutating func next<Result>(_ body: (Span<UInt8>) -> Result) throws(FileError) -> Result? {
        var searched = start
        while true {
            if let end = lineBreak(from: searched) {
                return hand(start..<end, to: body, next: end + 1)
            }
            searched = buffer.count - dropHandedOut()
            // What is beyond the limit only has to be looked through for the end of the line.
            if searched > Self.lineLimit {
                searched = Self.lineLimit + 1
                buffer.removeSubrange(searched...)
            }
            guard try file.read(into: &buffer, atMost: InputFile.chunk) > 0 else {
                return buffer.isEmpty ? nil : hand(0..<buffer.count, to: body, next: buffer.count)
            }
        }
    }

    /// Where the first line break from an index on is.
    private func lineBreak(from start: Int) -> Int? {
        unsafe buffer.withUnsafeBytes { bytes -> Int? in
            guard start < bytes.count, let base = bytes.baseAddress else { return nil }
            let found = unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
        }
    }

    private mutating func hand<Result>(_ range: Range<Int>, to body: (Span<UInt8>) -> Result, next: Int)
        -> Result
    {
        line += 1
        start = next
        return body(buffer.span.extracting(range.prefix(Self.lineLimit + 1)))
    }

    /// Forgets the lines that were handed out; returns how many bytes they had.
    private mutating func dropHandedOut() -> Int {
        defer { start = 0 }
        buffer.removeFirst(start)
        return start
    }
}
