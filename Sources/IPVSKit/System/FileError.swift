/// A file that could not be read or written.
public struct FileError: Error, Hashable, Sendable {
    /// What was being done.
    public enum Operation: String, Hashable, Sendable {
        /// Reading.
        case read
        /// Writing.
        case write
    }

    /// What was being done.
    public var operation: Operation
    /// The file as the user named it, `-` for standard input or output.
    public var path: String
    /// The system's error number; `EFBIG` also for files longer than lvsctl reads.
    public var errno: Errno

    /// Creates an error.
    public init(_ operation: Operation, _ path: String, _ errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }
}

extension FileError: CustomStringConvertible {
    /// `cannot read rules: no such file or directory (ENOENT)`.
    public var description: String {
        var text = "cannot \(operation.rawValue) \(name): \(errno)"
        if operation == .read, errno == .fileTooLarge {
            text += ": more than \(InputFile.defaultLimit >> 20) MiB"
        }
        return text
    }

    private var name: String {
        guard path == "-" else { return path.isEmpty ? "''" : path }
        return operation == .read ? "standard input" : "standard output"
    }
}
