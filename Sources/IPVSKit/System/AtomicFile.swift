internal import Glibc

/// Replaces files so that under their name there is always a complete one.
///
/// What is written goes to a temporary file in the same folder, which takes over the name after it has reached
/// the disk: whoever opens the name finds either the old content or the new, even after a power failure.
/// The file can be read by its owner only (mode 0600). If anything fails, the temporary file is removed and
/// the old file stays.
///
/// A symbolic link stays one: what it leads to is replaced. Pipes and devices such as `/dev/stdout` are written
/// as they are, and `-` is standard output.
package enum AtomicFile {
    /// Replaces a file, which need not exist, by bytes.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        try replace(path) { output throws(FileError) in try output.write(bytes) }
    }

    /// Replaces a file, which need not exist, by a text.
    package static func write(_ text: TextPieces, to path: String) throws(FileError) {
        try replace(path) { output throws(FileError) in
            for piece in text.pieces { try output.write(piece) }
        }
    }

    /// Replaces a file, which need not exist, by what the closure writes.
    package static func replace(
        _ path: String,
        _ body: (inout OutputStream) throws(FileError) -> Void
    ) throws(FileError) {
        guard try !isWrittenInPlace(path) else {
            var output = OutputStream(
                path == "-" ? .standardOutput : try open(path, .write, for: path),
                path: path
            )
            try body(&output)
            return try output.flush()
        }
        let target = try target(of: path)
        let temporary = temporaryPath(beside: target)
        do throws(FileError) {
            var output = OutputStream(try open(temporary, .create, for: path), path: path)
            try body(&output)
            try output.finish()
            try call(path) { unsafe rename(temporary, target) }
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
        try synchronizeFolder(of: target, for: path)
    }

    private static func isWrittenInPlace(_ path: String) throws(FileError) -> Bool {
        if path == "-" { return true }
        do throws(Errno) {
            let status = try FileStatus(of: path)
            if status.isFolder { throw .isFolder }
            return !status.isRegular
        } catch .noSuchEntry {
            return false
        } catch {
            throw FileError(.write, path, error)
        }
    }

    /// Follows the symbolic links at the end of a path; the last one may lead nowhere yet.
    private static func target(of path: String) throws(FileError) -> String {
        var target = path
        // As many as Linux follows (MAXSYMLINKS, include/linux/namei.h).
        for _ in 0..<40 {
            guard let link = try linkTarget(target, for: path) else { return target }
            target = link.utf8.first == UInt8(ascii: "/") ? link : folder(of: target) + "/" + link
        }
        throw FileError(.write, path, .tooManyLinks)
    }

    /// Where a symbolic link leads; nil if there is none of that name.
    private static func linkTarget(_ name: String, for path: String) throws(FileError) -> String? {
        var text = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe readlink(name, &text, text.count)
        guard length < 0 else {
            if let target = String(validating: text.prefix(length), as: UTF8.self) { return target }
            throw FileError(.write, path, .invalid)
        }
        switch Errno(rawValue: errno) {
        case .invalid, .noSuchEntry: return nil
        case let failure: throw FileError(.write, path, failure)
        }
    }

    private static func temporaryPath(beside target: String) -> String {
        // The old name is not part of the new one, which could then be too long.
        folder(of: target) + "/.lvsctl-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    private static func synchronizeFolder(of target: String, for path: String) throws(FileError) {
        let folder = try open(folder(of: target), .folder, for: path)
        do {
            try folder.synchronize()
        } catch {
            throw FileError(.write, path, error)
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func open(
        _ name: String,
        _ access: FileDescriptor.Access,
        for path: String
    ) throws(FileError) -> FileDescriptor {
        do {
            return try FileDescriptor(name, access)
        } catch {
            throw FileError(.write, path, error)
        }
    }

    private static func call(_ path: String, _ body: () -> Int32) throws(FileError) {
        do {
            _ = try retrying(body)
        } catch {
            throw FileError(.write, path, error)
        }
    }
}
