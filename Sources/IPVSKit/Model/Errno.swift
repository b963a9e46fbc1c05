/// An error number of the kernel; numbers without a name here survive and print as numbers.
public struct Errno: RawRepresentable, Hashable, Sendable, Error {
    /// The positive number (`<asm-generic/errno.h>`).
    public let rawValue: Int32

    /// Creates an error number from its positive value.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// No permission (1): `CAP_NET_ADMIN` is missing in the initial user namespace.
    public static let operationNotPermitted = Errno(rawValue: 1)
    /// No such scheduler, engine or real server (2).
    public static let noSuchEntry = Errno(rawValue: 2)
    /// No such virtual service or running daemon (3).
    public static let noSuchService = Errno(rawValue: 3)
    /// Interrupted by a signal (4).
    package static let interrupted = Errno(rawValue: 4)
    /// Try again (11).
    package static let again = Errno(rawValue: 11)
    /// Out of memory (12).
    public static let outOfMemory = Errno(rawValue: 12)
    /// Permission denied (13).
    package static let permissionDenied = Errno(rawValue: 13)
    /// Something is in use, for example as a mount point (16).
    public static let busy = Errno(rawValue: 16)
    /// The object exists already (17).
    public static let exists = Errno(rawValue: 17)
    /// No such network interface (19).
    public static let noDevice = Errno(rawValue: 19)
    /// The path leads to a folder where a file is needed (21).
    package static let isFolder = Errno(rawValue: 21)
    /// A value that the kernel does not accept (22).
    public static let invalid = Errno(rawValue: 22)
    /// The file is too large (27).
    package static let fileTooLarge = Errno(rawValue: 27)
    /// The disk is full (28).
    package static let noSpace = Errno(rawValue: 28)
    /// The file system cannot be written to (30).
    package static let readOnlyFileSystem = Errno(rawValue: 30)
    /// Nobody reads the pipe (32).
    package static let brokenPipe = Errno(rawValue: 32)
    /// A number outside of its range (34).
    package static let outOfRange = Errno(rawValue: 34)
    /// Symbolic links lead in circles (40).
    package static let tooManyLinks = Errno(rawValue: 40)
    /// Bytes that are no text (84).
    package static let notText = Errno(rawValue: 84)
    /// The message is too long (90).
    package static let messageSize = Errno(rawValue: 90)
    /// The protocol is not available (92): the module is absent or being unloaded.
    package static let noProtocol = Errno(rawValue: 92)
    /// The kernel does not know the command (95).
    public static let notSupported = Errno(rawValue: 95)
    /// The address family is not available (97).
    package static let noAddressFamily = Errno(rawValue: 97)
    /// The interface is down (100).
    package static let networkDown = Errno(rawValue: 100)
    /// No route (101).
    package static let networkUnreachable = Errno(rawValue: 101)
    /// Answers were lost for want of buffer space (105).
    package static let noBuffers = Errno(rawValue: 105)
    /// No answer in time (110).
    package static let timedOut = Errno(rawValue: 110)
    /// A file is no longer the one that it was (116).
    package static let staleFile = Errno(rawValue: 116)

    // Names and meanings in the words of <asm-generic/errno-base.h> and <asm-generic/errno.h>.
    private static let table: [Int32: (name: String, text: String)] = [
        1: ("EPERM", "operation not permitted"), 2: ("ENOENT", "no such file or directory"),
        3: ("ESRCH", "no such process"), 4: ("EINTR", "interrupted system call"),
        5: ("EIO", "input/output error"), 6: ("ENXIO", "no such device or address"),
        7: ("E2BIG", "argument list too long"), 9: ("EBADF", "bad file descriptor"),
        11: ("EAGAIN", "resource temporarily unavailable"), 12: ("ENOMEM", "cannot allocate memory"),
        13: ("EACCES", "permission denied"), 14: ("EFAULT", "bad address"),
        16: ("EBUSY", "device or resource busy"), 17: ("EEXIST", "file exists"),
        18: ("EXDEV", "invalid cross-device link"), 19: ("ENODEV", "no such device"),
        20: ("ENOTDIR", "not a directory"), 21: ("EISDIR", "is a directory"),
        22: ("EINVAL", "invalid argument"), 23: ("ENFILE", "too many open files in system"),
        24: ("EMFILE", "too many open files"), 26: ("ETXTBSY", "text file busy"),
        27: ("EFBIG", "file too large"), 28: ("ENOSPC", "no space left on device"),
        30: ("EROFS", "read-only file system"), 32: ("EPIPE", "broken pipe"),
        34: ("ERANGE", "numerical result out of range"), 36: ("ENAMETOOLONG", "file name too long"),
        38: ("ENOSYS", "function not implemented"), 40: ("ELOOP", "too many levels of symbolic links"),
        61: ("ENODATA", "no data available"), 71: ("EPROTO", "protocol error"),
        74: ("EBADMSG", "bad message"), 75: ("EOVERFLOW", "value too large for defined data type"),
        84: ("EILSEQ", "invalid or incomplete multibyte or wide character"),
        90: ("EMSGSIZE", "message too long"), 92: ("ENOPROTOOPT", "protocol not available"),
        93: ("EPROTONOSUPPORT", "protocol not supported"), 95: ("EOPNOTSUPP", "operation not supported"),
        97: ("EAFNOSUPPORT", "address family not supported by protocol"),
        98: ("EADDRINUSE", "address already in use"),
        99: ("EADDRNOTAVAIL", "cannot assign requested address"),
        100: ("ENETDOWN", "network is down"), 101: ("ENETUNREACH", "network is unreachable"),
        104: ("ECONNRESET", "connection reset by peer"), 105: ("ENOBUFS", "no buffer space available"),
        110: ("ETIMEDOUT", "connection timed out"), 111: ("ECONNREFUSED", "connection refused"),
        116: ("ESTALE", "stale file handle"), 122: ("EDQUOT", "disk quota exceeded"),
        132: ("ERFKILL", "operation not possible due to RF-kill"),
    ]

    /// The symbol, for example `EINVAL`; `errno 999` for one without a name here.
    public var name: String { Self.table[rawValue]?.name ?? "errno \(rawValue)" }

    /// The C library's text in lower case, for example `invalid argument`.
    public var text: String { Self.table[rawValue]?.text ?? "unknown error \(rawValue)" }
}

extension Errno: CustomStringConvertible {
    /// `invalid argument (EINVAL)`.
    public var description: String { "\(text) (\(name))" }
}
