internal import Glibc

/// A lock on the table of a network namespace: one process at a time may change it, or several may read it.
///
/// It is the lock that lvsctl takes. Take it around everything that reads a table and then changes it, and keep the
/// value until that is done: the lock is released when the value goes, or when the process ends, however it ends.
///
/// The lock is advisory: ``KernelTable`` does not take it, and programs that do not know of it, such as ipvsadm, do not
/// wait for it. It is a file in `/run/lvsctl`, named after the namespace. Folder and file are used only if nobody but
/// root and the user of this process can write them, since anybody else could hold the lock for ever.
public struct NamespaceLock: ~Copyable {
    private let file: FileDescriptor
    private let kind: LockKind

    /// Takes the lock of this process's network namespace, waiting at most this many seconds for it.
    ///
    /// Other processes that wait are told the process ID and `command`. `onWait` is called once, before waiting, with
    /// what is known of the present holder.
    public static func take(
        _ kind: LockKind = .exclusive,
        command: String,
        wait seconds: Int,
        onWait: (String) -> Void = { _ in }
    ) throws(LockError) -> NamespaceLock {
        try take(kind, command: command, wait: seconds, folder: "/run/lvsctl", onWait: onWait)
    }

    /// Takes a lock that is kept in a folder.
    package static func take(
        _ kind: LockKind,
        command: String,
        wait seconds: Int,
        folder: String,
        onWait: (String) -> Void
    ) throws(LockError) -> NamespaceLock {
        let name = try fileName()
        let path = "\(folder)/\(name)"
        let file = try open(name, in: folder)
        var wait = LockWait(seconds: seconds)
        let isTaken = try orFailure(.lock, path) { () throws(Errno) in
            try wait.take(kind, of: file) { onWait(holder(path)) }
        }
        guard isTaken else { throw .busy(holder: holder(path)) }
        // The lock is had, whether there is room for the text or not.
        if kind == .exclusive { try? file.replaceContent(Array("\(getpid()) \(command)\n".utf8)) }
        return NamespaceLock(file: file, kind: kind)
    }

    private init(file: consuming FileDescriptor, kind: LockKind) {
        self.file = file
        self.kind = kind
    }

    deinit {
        // The next holder may be a reader, which writes nothing.
        if kind == .exclusive { try? file.replaceContent([]) }
    }

    private static func open(_ name: String, in folder: String) throws(LockError) -> FileDescriptor {
        let directory = try openFolder(folder)
        let file = try orFailure(.lock, "\(folder)/\(name)") { () throws(Errno) in
            try FileDescriptor(name, in: directory, .lock)
        }
        let status = try orFailure(.lock, "\(folder)/\(name)") { () throws(Errno) in try file.status() }
        guard status.isRegular, status.isOnlyOurs else { throw .untrusted(path: "\(folder)/\(name)") }
        return file
    }

    /// Opens the folder, which root makes in the first run since the machine started.
    private static func openFolder(_ folder: String) throws(LockError) -> FileDescriptor {
        if geteuid() == 0, !FileStatus.isThere(folder) {
            // Another one may be faster.
            try orFailure(.make, folder) { () throws(Errno) in
                do throws(Errno) {
                    _ = try retrying { unsafe mkdir(folder, 0o755) }
                } catch .exists {}
            }
        }
        let directory = try orFailure(.lock, folder) { () throws(Errno) in
            try FileDescriptor(folder, .ownFolder)
        }
        let status = try orFailure(.lock, folder) { () throws(Errno) in try directory.status() }
        guard status.isOnlyOurs else { throw .untrusted(path: folder) }
        return directory
    }

    private static func fileName() throws(LockError) -> String {
        let number = try orFailure(.read, "/proc/self/ns/net") { () throws(Errno) in
            try FileStatus(of: "/proc/self/ns/net").number
        }
        return "netns-\(number).lock"
    }

    private static func holder(_ path: String) -> String {
        let bytes = (try? InputFile.contents(of: path, limit: 4096)) ?? []
        let text = String(decoding: bytes.prefix { $0 >= 32 }, as: UTF8.self)
        return text.isEmpty ? "another lvsctl" : "process \(text)"
    }

    private static func orFailure<Value: ~Copyable>(
        _ operation: FileError.Operation,
        _ path: String,
        _ body: () throws(Errno) -> Value
    ) throws(LockError) -> Value {
        do {
            return try body()
        } catch {
            throw .file(FileError(operation, path, error))
        }
    }
}

/// Why a lock was not taken.
public enum LockError: Error, Hashable, Sendable {
    /// Another process held it all the time; `holder` is its process ID and command.
    case busy(holder: String)
    /// The lock's file could not be opened, made or locked.
    case file(FileError)
    /// The file or its folder belongs to another user, or others can write it.
    case untrusted(path: String)
}

extension LockError: CustomStringConvertible {
    /// Why there is no lock.
    public var description: String {
        switch self {
        case .busy(let holder): "\(holder) is changing the table"
        case .file(let error): error.description
        case .untrusted(let path): "\(path) is not used as a lock: others than root can write it"
        }
    }
}
