/// Reads rules from a file or stream in memory that does not depend on its length.
///
/// The lines that have arrived are read with ``next()``, more arrive with ``fill()``:
///
///     repeat {
///         while let command = try input.next() { … }
///         if input.mustWait { /* carry out what has been read so far */ }
///     } while try input.fill()
package struct RuleInput: ~Copyable {
    private let file: InputFile
    private var reader: RuleReader
    private var buffer: [UInt8] = []
    /// Where the whole lines in the buffer end.
    private var end = 0
    /// Whether the rest of a line that was too long is being skipped.
    private var isPassingOver = false
    /// Whether the rest of the input is there already.
    private let isRegular: Bool

    /// Opens a file; the path `-` is standard input.
    package init(_ path: String, reader: consuming RuleReader) throws(FileError) {
        self.init(try InputFile(path), reader: reader)
    }

    /// Reads a file that is open.
    init(_ file: consuming InputFile, reader: consuming RuleReader) {
        isRegular = file.isRegular
        self.file = file
        self.reader = reader
    }

    // Fresh memory costs more than the few system calls that a larger piece would save.
    private static let pieceLength = 16 * 1024

    /// The number of the last line that was looked at, from 1.
    package var line: Int { reader.line }

    /// Reads the next line that says something; nil when more has to arrive first.
    ///
    /// An error concerns one line, whose number ``line`` is; the next call continues after it.
    package mutating func next() throws(RuleError) -> RuleCommand? {
        try Self.next(&reader, buffer, end)
    }

    private static func next(
        _ reader: inout RuleReader,
        _ buffer: [UInt8],
        _ end: Int
    ) throws(RuleError) -> RuleCommand? {
        try reader.next(in: buffer.span.extracting(0..<end))
    }

    /// Whether ``fill()`` would wait for somebody to write or type more.
    package var mustWait: Bool { !isRegular && !file.isReadable }

    /// Lets more lines arrive, once ``next()`` has returned nil; false at the end of the file.
    package mutating func fill() throws(FileError) -> Bool {
        buffer.removeFirst(end)
        end = 0
        reader.restart()
        while end == 0 {
            guard try file.read(into: &buffer, atMost: Self.pieceLength) > 0 else { break }
            findEnd()
        }
        // The last line may lack its line break.
        if end == 0 { end = buffer.count }
        return end > 0
    }

    /// Finds the end of the last whole line.
    ///
    /// A line that is too long ends there, which the reader makes an error of; its rest is thrown away.
    private mutating func findEnd() {
        if isPassingOver {
            let end = buffer.firstIndex(of: Byte.newline)
            isPassingOver = end == nil
            buffer.removeFirst(end.map { $0 + 1 } ?? buffer.count)
        }
        if let last = buffer.lastIndex(of: Byte.newline) {
            end = last + 1
        } else if buffer.count > Tokenizer.lineLimit {
            isPassingOver = true
            end = buffer.count
        }
    }
}
