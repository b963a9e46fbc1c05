internal import Glibc

/// Replaces files so that under their name there is always a complete one.
///
/// What is written goes to a temporary file in the same folder, which takes over the name after it has reached
/// the disk: whoever opens the name finds either the old content or the new, even after a power failure.
/// A new file can be read by its owner only (mode 0600); one that is replaced keeps its owner, group, mode and access
/// control list, but not its other extended attributes and names (hard links). If anything fails, or a signal ends the
/// program, the temporary file is removed and the old file stays.
///
/// A symbolic link stays one: what it leads to is replaced. Pipes and devices such as `/dev/stdout` are written
/// as they are, and `-` is standard output. So is a file that cannot be replaced because it is a mount point.
package enum AtomicFile {
    /// What its user should know about a file that was written.
    package enum Remark: Hashable, Sendable {
        /// The file is a mount point, or in a read-only folder: what it held was overwritten.
        case writtenInPlace(String)
        /// The file has another owner or group now, or no access control list any more.
        case accessNotKept(String)
    }

    /// Replaces a file, which need not exist, by bytes.
    @discardableResult
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        lock: FileLock? = nil
    ) throws(FileError) -> Remark? {
        try replace(path, lock: lock) { output throws(FileError) in try output.write(bytes) }
    }

    /// Replaces a file, which need not exist, by a text.
    @discardableResult
    package static func write(_ text: TextPieces, to path: String) throws(FileError) -> Remark? {
        try replace(path) { output throws(FileError) in
            for piece in text.pieces { try output.write(piece) }
        }
    }

    /// Replaces a file, which need not exist, by what the closure writes; the file's lock goes over to the new file.
    @discardableResult
    package static func replace(
        _ path: String,
        lock: FileLock? = nil,
        _ body: (inout OutputStream) throws(FileError) -> Void
    ) throws(FileError) -> Remark? {
        guard try !isWrittenInPlace(path) else {
            var output = OutputStream(
                path == "-" ? .standardOutput : try open(path, .write, for: path),
                path: path
            )
            try body(&output)
            try output.flush()
            return nil
        }
        let target = try FileTarget(path)
        // Signals take effect at the end, when the temporary file is gone.
        let watch = SignalWatch()
        let temporary = target.temporaryPath
        do throws(FileError) {
            var output = OutputStream(try open(temporary, .create, for: path), path: path)
            defer { _ = unsafe unlink(temporary) }
            try body(&output)
            let file = try output.finish()
            return try put(file, named: temporary, in: target, lock, watch)
        } catch  where error.errno == .readOnlyFileSystem && target.old != nil {
            return try overwrite(target, body)
        } catch {
            throw error
        }
    }

    /// Gives the new file the name of the old one.
    private static func put(
        _ file: consuming FileDescriptor,
        named temporary: String,
        in target: borrowing FileTarget,
        _ lock: FileLock?,
        _ watch: borrowing SignalWatch
    ) throws(FileError) -> Remark? {
        let (path, name, old) = (target.path, target.name, target.old)
        var isKept = true
        if let old {
            isKept = try FileError.wrap(.write, path) { () throws(Errno) in
                try file.adopt(old, target.accessList)
            }
        }
        try FileError.wrap(.write, path) { () throws(Errno) in try file.synchronize() }
        // That may have taken long.
        guard !watch.hasPending else { throw FileError(.write, path, .interrupted) }
        let next = try FileError.wrap(.write, path) { () throws(Errno) in try lock?.descriptor(of: file) }
        do {
            // Only this may tell of an exceeded quota.
            try file.close()
        } catch {
            throw FileError(.write, path, error)
        }
        // A folder that cannot be read cannot be synchronised either; the file is complete all the same.
        let folder = try? FileDescriptor(target.folder, .folder)
        do throws(Errno) {
            _ = try retrying { unsafe rename(temporary, name) }
        } catch .busy {
            return try overwrite(target) { output throws(FileError) in
                try output.write(InputFile.contents(of: temporary))
            }
        } catch {
            throw FileError(.write, path, error)
        }
        if let next { lock?.move(to: next) }
        if let folder { try FileError.wrap(.write, path) { () throws(Errno) in try folder.synchronize() } }
        return isKept ? nil : .accessNotKept(path)
    }

    /// Writes over what a file holds.
    private static func overwrite(
        _ target: borrowing FileTarget,
        _ body: (inout OutputStream) throws(FileError) -> Void
    ) throws(FileError) -> Remark {
        var output = OutputStream(try open(target.name, .write, for: target.path), path: target.path)
        try body(&output)
        let file = try output.finish()
        try FileError.wrap(.write, target.path) { () throws(Errno) in
            try file.truncate()
            try file.synchronize()
        }
        return .writtenInPlace(target.path)
    }

    private static func isWrittenInPlace(_ path: String) throws(FileError) -> Bool {
        if path == "-" { return true }
        return try FileError.wrap(.write, path) { () throws(Errno) in
            guard let status = try FileStatus.ifThere({ () throws(Errno) in try FileStatus(of: path) }) else {
                return false
            }
            if status.isFolder { throw .isFolder }
            return !status.isRegular
        }
    }

    private static func open(
        _ name: String,
        _ access: FileDescriptor.Access,
        for path: String
    ) throws(FileError) -> FileDescriptor {
        try FileError.wrap(.write, path) { () throws(Errno) in try FileDescriptor(name, access) }
    }
}

extension AtomicFile.Remark: CustomStringConvertible {
    /// The remark as a message for people.
    package var description: String {
        switch self {
        case .writtenInPlace(let path):
            "\(path) cannot be replaced (it is a mount point, or its folder is read-only): it was overwritten, and a "
                + "failure in between would have left half a file"
        case .accessNotKept(let path):
            "\(path) could not keep its owner and group, or its access control list"
        }
    }
}
