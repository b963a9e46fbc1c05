internal import Glibc

/// What a path leads to.
struct FileStatus {
    private let mode: mode_t
    private let device: dev_t
    /// The number of the file on its device.
    let number: UInt64
    /// The length of a regular file in bytes.
    let size: Int
    /// Whose file it is.
    let owner: uid_t
    /// Which group's file it is.
    let group: gid_t

    init(_ information: stat) {
        mode = information.st_mode
        device = information.st_dev
        number = UInt64(information.st_ino)
        size = Int(information.st_size)
        owner = information.st_uid
        group = information.st_gid
    }

    /// Follows symbolic links.
    init(of path: String) throws(Errno) {
        try path.requireNoZero()
        var information = stat()
        _ = try retrying { unsafe stat(path, &information) }
        self.init(information)
    }

    /// Does not follow a symbolic link at the end of the path.
    init(ofLink path: String) throws(Errno) {
        try path.requireNoZero()
        var information = stat()
        _ = try retrying { unsafe lstat(path, &information) }
        self.init(information)
    }

    /// What a path leads to, or by `find` is; nil if there is nothing.
    static func ifThere(
        _ find: () throws(Errno) -> FileStatus
    ) throws(Errno) -> FileStatus? {
        do {
            return try find()
        } catch .noSuchEntry {
            return nil
        }
    }

    /// Whether a path leads to anything.
    static func isThere(_ path: String) -> Bool { (try? FileStatus(of: path)) != nil }

    /// Whether it is a regular file.
    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    /// Whether it is a folder.
    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    /// Who may read, write and execute it: the last nine bits of the mode.
    var permissions: mode_t { mode & 0o777 }

    /// Whether nobody can write it but root and the user who runs this program.
    var isOnlyOurs: Bool { (owner == 0 || owner == geteuid()) && mode & 0o022 == 0 }

    /// Whether both are the same file.
    func isSame(as other: FileStatus) -> Bool { (device, number) == (other.device, other.number) }
}
