internal import Glibc

/// A folder of lvsctl's own, below `/var/lib` or `/run`.
package enum StateFolder {
    /// Makes the folder unless it is there; everybody may look into it.
    package static func make(_ path: String) throws(FileError) {
        try FileError.wrap(.make, path) { () throws(Errno) in
            try path.requireNoZero()
            do throws(Errno) {
                _ = try retrying { unsafe mkdir(path, 0o755) }
            } catch .exists {}
        }
    }

    /// Refuses a folder that another user owns or can write, and a symbolic link: what it holds is carried out as root.
    ///
    /// One that is not there is none of these.
    package static func requireOwn(_ path: String) throws(FileError) {
        try FileError.wrap(.read, path) { () throws(Errno) in
            do throws(Errno) {
                let folder = try FileDescriptor(path, .ownFolder)
                guard try folder.status().isOnlyOurs else { throw .operationNotPermitted }
            } catch .noSuchEntry {}
        }
    }

    /// Makes a new file in a folder, which is made if it is not there.
    package static func create(_ name: String, in folder: String, _ bytes: [UInt8]) throws(FileError) {
        do throws(FileError) {
            try create("\(folder)/\(name)", bytes)
        } catch  where error.errno == .noSuchEntry {
            try make(folder)
            try create("\(folder)/\(name)", bytes)
        } catch {
            throw error
        }
    }

    private static func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        try FileError.wrap(.write, path) { () throws(Errno) in
            try FileDescriptor(path, .create).replaceContent(bytes)
        }
    }

    /// Whether a file is there.
    package static func hasFile(_ path: String) -> Bool { FileStatus.isThere(path) }

    /// Removes a file; one that is not there is no error.
    package static func removeFile(_ path: String) throws(FileError) {
        try FileError.wrap(.write, path) { () throws(Errno) in
            try path.requireNoZero()
            do throws(Errno) {
                _ = try retrying { unsafe unlink(path) }
            } catch .noSuchEntry {}
        }
    }

    /// The names of the files in the folder, sorted; none if it is not there.
    package static func names(in path: String) throws(FileError) -> [String] {
        do throws(FileError) {
            return try FolderList.names(in: path)
        } catch  where error.errno == .noSuchEntry {
            return []
        } catch {
            throw error
        }
    }
}
