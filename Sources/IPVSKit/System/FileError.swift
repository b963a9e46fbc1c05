/// A file that could not be read or written.
public struct FileError: Error, Hashable, Sendable {
    /// What was being done.
    public enum Operation: String, Hashable, Sendable {
        /// Reading.
        case read
        /// Writing.
        case write
        /// Making a folder.
        case make
        /// Keeping others from changing it.
        case lock
    }

    /// What was being done.
    public var operation: Operation
    /// The file as the user named it, `-` for standard input or output.
    public var path: String
    /// The system's error number; `EFBIG` also for files longer than lvsctl reads.
    public var errno: Errno

    /// Creates an error.
    package init(_ operation: Operation, _ path: String, _ errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// Does something with a file; error numbers become errors that name it.
    static func wrap<Value: ~Copyable>(
        _ operation: Operation,
        _ path: String,
        _ body: () throws(Errno) -> Value
    ) throws(FileError) -> Value {
        do {
            return try body()
        } catch {
            throw FileError(operation, path, error)
        }
    }
}

extension FileError: CustomStringConvertible {
    /// `cannot read rules: no such file or directory (ENOENT)`.
    public var description: String {
        "cannot \(operation.rawValue) \(name): \(cause)"
    }

    /// What was in the way: `no such file or directory (ENOENT)`.
    package var cause: String {
        guard operation == .read, errno == .fileTooLarge else { return "\(errno)" }
        return "\(errno): more than \(InputFile.defaultLimit >> 20) MiB"
    }

    private var name: String {
        guard path == "-" else { return path.isEmpty ? "''" : path }
        return operation == .read ? "standard input" : "standard output"
    }
}
