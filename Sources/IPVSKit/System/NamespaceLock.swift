internal import Glibc

/// Lets one lvsctl at a time change the table of a network namespace.
///
/// The lock is a file in `/run/lvsctl` named after the namespace; the kernel lets go of it when the process
/// ends, however it ends. Other programs do not know of it.
package struct NamespaceLock: ~Copyable {
    private let file: FileDescriptor

    /// What came of asking for the lock.
    package enum Failure: Error, Hashable, Sendable {
        /// Another process held it all the time; `holder` is what it says of itself.
        case busy(holder: String)
        /// The lock could not be made.
        case file(FileError)
    }

    /// Takes the lock of this process's network namespace, waiting so many seconds for it.
    ///
    /// `command` is what others are told while they wait, and `onWait` is called once, with what the
    /// present holder says, before waiting.
    package static func take(
        command: String,
        wait seconds: Int,
        folder: String = "/run/lvsctl",
        onWait: (String) -> Void
    ) throws(Failure) -> NamespaceLock {
        let path = try path(in: folder)
        let file = try open(path, in: folder)
        guard try file.isTaken(path, seconds, command, onWait) else { throw .busy(holder: holder(path)) }
        return NamespaceLock(file: file)
    }

    private init(file: consuming FileDescriptor) {
        self.file = file
    }

    private static func open(_ path: String, in folder: String) throws(Failure) -> FileDescriptor {
        do throws(Errno) {
            return try FileDescriptor(path, .lock)
        } catch .noSuchEntry {
            // The first run since the machine started; another one may be faster.
            try make(folder)
        } catch {
            throw .file(FileError(.write, path, error))
        }
        do {
            return try FileDescriptor(path, .lock)
        } catch {
            throw .file(FileError(.write, path, error))
        }
    }

    private static func make(_ folder: String) throws(Failure) {
        guard unsafe mkdir(folder, 0o755) != 0 else { return }
        let error = Errno(rawValue: errno)
        if error != .exists { throw .file(FileError(.make, folder, error)) }
    }

    private static func path(in folder: String) throws(Failure) -> String {
        do throws(Errno) {
            return "\(folder)/netns-\(try FileStatus(of: "/proc/self/ns/net").number).lock"
        } catch {
            throw .file(FileError(.read, "/proc/self/ns/net", error))
        }
    }

    fileprivate static func holder(_ path: String) -> String {
        let bytes = (try? InputFile.contents(of: path, limit: 4096)) ?? []
        let text = String(decoding: bytes.prefix { $0 >= 32 }, as: UTF8.self)
        return text.isEmpty ? "another lvsctl" : "process \(text)"
    }
}

extension FileDescriptor {
    /// Asks for the lock until it is had, then says who has it, or until the time is over.
    fileprivate func isTaken(
        _ path: String,
        _ seconds: Int,
        _ command: String,
        _ onWait: (String) -> Void
    ) throws(NamespaceLock.Failure) -> Bool {
        let stepsPerSecond = 20
        do throws(Errno) {
            var steps = seconds * stepsPerSecond
            while try !lock() {
                guard steps > 0 else { return false }
                if steps == seconds * stepsPerSecond { onWait(NamespaceLock.holder(path)) }
                steps -= 1
                Pause.milliseconds(1000 / stepsPerSecond)
            }
            try replaceContent(Array("\(getpid()) \(command)\n".utf8))
            return true
        } catch {
            throw .file(FileError(.write, path, error))
        }
    }
}
