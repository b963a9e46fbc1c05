import IPVSKit

/// Where a verb's text goes.
protocol TextSink: AnyObject {
    /// Adds bytes; they may stay in a buffer until ``flush()``.
    func write(_ bytes: [UInt8]) throws(FileError)

    /// Sends what is in the buffer.
    func flush() throws(FileError)
}

extension TextSink {
    /// Adds a line for people, whatever is in it.
    func writeLine(_ text: String) throws(FileError) {
        try write([text].printableLines)
    }
}

/// Standard output.
final class StandardOutput: TextSink {
    private var stream = OutputStream.standardOutput

    func write(_ bytes: [UInt8]) throws(FileError) { try stream.write(bytes) }

    func flush() throws(FileError) { try stream.flush() }
}

/// Standard error; what cannot be written there is lost.
final class StandardError: TextSink {
    private var stream = OutputStream.standardError

    func write(_ bytes: [UInt8]) {
        try? stream.write(stream.isTerminal ? bytes.printableLines : bytes)
        try? stream.flush()
    }

    func flush() {}
}
