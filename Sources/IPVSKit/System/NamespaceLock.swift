internal import Glibc

/// Lets one lvsctl at a time change the table of a network namespace, or several read it.
///
/// The lock is a file in `/run/lvsctl` named after the namespace; the kernel lets go of it when the process
/// ends, however it ends. Other programs do not know of it. Folder and file are used only if nobody but root and the
/// user of this process can write them: anybody else could keep the lock for ever.
package struct NamespaceLock: ~Copyable {
    private let file: FileDescriptor
    private let kind: LockKind

    /// What came of asking for the lock.
    package enum Failure: Error, Hashable, Sendable {
        /// Another process held it all the time; `holder` is what it says of itself.
        case busy(holder: String)
        /// The lock could not be made.
        case file(FileError)
        /// The file or folder is another user's, or others can write it.
        case untrusted(path: String)
    }

    /// Takes the lock of this process's network namespace, waiting so many seconds for it.
    ///
    /// `command` is what others are told while they wait, and `onWait` is called once, with what the
    /// present holder says, before waiting.
    package static func take(
        _ kind: LockKind,
        command: String,
        wait seconds: Int,
        folder: String = "/run/lvsctl",
        onWait: (String) -> Void
    ) throws(Failure) -> NamespaceLock {
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
        // Who holds it next, perhaps to read, may say nothing of itself.
        if kind == .exclusive { try? file.replaceContent([]) }
    }

    private static func open(_ name: String, in folder: String) throws(Failure) -> FileDescriptor {
        let directory = try openFolder(folder)
        let file = try orFailure(.lock, "\(folder)/\(name)") { () throws(Errno) in
            try FileDescriptor(name, in: directory, .lock)
        }
        let status = try orFailure(.lock, "\(folder)/\(name)") { () throws(Errno) in try file.status() }
        guard status.isRegular, status.isOnlyOurs else { throw .untrusted(path: "\(folder)/\(name)") }
        return file
    }

    /// Opens the folder, which root makes in the first run since the machine started.
    private static func openFolder(_ folder: String) throws(Failure) -> FileDescriptor {
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

    private static func fileName() throws(Failure) -> String {
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
    ) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw .file(FileError(operation, path, error))
        }
    }
}

extension NamespaceLock.Failure: CustomStringConvertible {
    /// Why there is no lock.
    package var description: String {
        switch self {
        case .busy(let holder): "\(holder) is changing the table"
        case .file(let error): error.description
        case .untrusted(let path): "\(path) is not used as a lock: others than root can write it"
        }
    }
}
