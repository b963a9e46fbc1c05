internal import Glibc

/// A file or stream that is written through a buffer.
///
/// Call ``flush()`` at the end: what is still in the buffer when the stream goes out of scope is lost, since
/// nobody could be told of an error then.
package struct OutputStream: ~Copyable {
    /// The file as the user named it.
    package let path: String
    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []

    // Fresh memory costs more than the few system calls that a larger one would save.
    private static let bufferSize = 16 * 1024

    /// Creates a stream to standard output.
    package static var standardOutput: OutputStream { OutputStream(.standardOutput, path: "-") }
    /// Creates a stream to standard error.
    package static var standardError: OutputStream { OutputStream(.standardError, path: "-") }

    init(_ descriptor: consuming FileDescriptor, path: String) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Opens a file or device that is there already; what it holds is written over from the start.
    package init(writingTo path: String) throws(FileError) {
        do {
            self.init(try FileDescriptor(path, .write), path: path)
        } catch {
            throw FileError(.write, path, error)
        }
    }

    /// Writes to a descriptor that somebody else closes; `path` is its name for errors.
    package init(descriptor number: Int32, path: String) {
        self.init(FileDescriptor(borrowing: number), path: path)
    }

    /// Adds bytes.
    ///
    /// - Throws: `EPIPE` when the reader has gone, `ENOSPC` when the disk is full.
    package mutating func write(_ bytes: [UInt8]) throws(FileError) {
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        if bytes.count < Self.bufferSize {
            reserveRoom()
            buffer += bytes
        } else {
            try send(bytes)
        }
    }

    /// Adds a text as UTF-8.
    package mutating func write(_ text: String) throws(FileError) {
        if buffer.count + text.utf8.count > Self.bufferSize { try flush() }
        reserveRoom()
        buffer += text.utf8
    }

    /// Makes the buffer as large as it will ever be, once there is something to write.
    private mutating func reserveRoom() {
        if buffer.isEmpty { buffer.reserveCapacity(Self.bufferSize) }
    }

    /// Sends what is in the buffer.
    package mutating func flush() throws(FileError) {
        guard !buffer.isEmpty else { return }
        // What could not be sent is not tried again.
        defer { buffer.removeAll(keepingCapacity: true) }
        try send(buffer)
    }

    /// Whether the stream leads to a terminal.
    package var isTerminal: Bool { descriptor.isTerminal }

    /// Sends what is in the buffer, and returns the file.
    consuming func finish() throws(FileError) -> FileDescriptor {
        try flush()
        return descriptor
    }

    private func send(_ bytes: [UInt8]) throws(FileError) {
        do {
            try descriptor.write(bytes.span)
        } catch {
            throw FileError(.write, path, error)
        }
    }
}

/// What a program does about its standard streams before anything else.
package enum StandardStreams {
    /// The signals that are ignored, since the system call that meets them fails and says why.
    package static let ignoredSignals = [SIGPIPE, SIGXFSZ]

    /// Makes a closed pipe and a file that may not become longer (`ulimit -f`) errors instead of a death, and keeps
    /// other files off the numbers 0 to 2.
    ///
    /// A program that was started with one of them closed would get the number for the next file that it
    /// opens, and write its output there. The stand-in for a closed output cannot be written to.
    package static func prepare() {
        for number in ignoredSignals { _ = signal(number, SIG_IGN) }
        for number: Int32 in 0...2 where fcntl(number, F_GETFD) == -1 {
            // The lowest free number is taken, which is this one.
            _ = unsafe open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
