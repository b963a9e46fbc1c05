internal import Glibc

/// Where a path leads to: the file that is replaced when the path is written to.
struct FileTarget {
    /// The path as the user named it.
    let path: String
    /// The path behind all symbolic links.
    let name: String
    /// The file that is there; nil if there is none yet.
    let old: FileStatus?
    /// Who else may use the file that is there; nil if only its owner, group and mode say so.
    let accessList: AccessList?

    /// Follows the symbolic links at the end of a path; the last one may lead nowhere yet.
    ///
    /// They are followed here, but what is found must be what the kernel finds: it refuses to follow links that others
    /// put into a shared folder (`fs.protected_symlinks`), also when one is put there just now.
    init(_ path: String) throws(FileError) {
        do throws(Errno) {
            for attempt in 0..<5 {
                Pause.before(attempt: attempt)
                let name = try Self.end(of: path)
                let kernels = try FileStatus.ifThere { () throws(Errno) in try FileStatus(of: path) }
                let found = try FileStatus.ifThere { () throws(Errno) in try FileStatus(ofLink: name) }
                switch (kernels, found) {
                case (nil, nil): break
                case (let kernels?, let found?) where found.isSame(as: kernels): break
                // Another program has just replaced it, too.
                default: continue
                }
                (self.path, self.name, old, accessList) = (path, name, found, AccessList(of: name))
                return
            }
            throw .staleFile
        } catch {
            throw FileError(.write, path, error)
        }
    }

    /// The folder that the file is in.
    var folder: String { Self.folder(of: name) }

    /// A new name in the same folder.
    var temporaryPath: String {
        // The old name is not part of the new one, which could then be too long.
        folder + "/.lvsctl-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    private static func end(of path: String) throws(Errno) -> String {
        var name = path
        // As many as Linux follows (MAXSYMLINKS, include/linux/namei.h).
        for _ in 0..<40 {
            guard let link = try linkTarget(name) else { return name }
            name = link.utf8.first == UInt8(ascii: "/") ? link : folder(of: name) + "/" + link
        }
        throw .tooManyLinks
    }

    /// Where a symbolic link leads; nil if there is none of that name.
    private static func linkTarget(_ name: String) throws(Errno) -> String? {
        try name.requireNoZero()
        var text = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe readlink(name, &text, text.count)
        guard length < 0 else {
            guard let target = String(validating: text.prefix(length), as: UTF8.self) else { throw .notText }
            return target
        }
        switch Errno(rawValue: errno) {
        case .invalid, .noSuchEntry: return nil
        case let failure: throw failure
        }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
