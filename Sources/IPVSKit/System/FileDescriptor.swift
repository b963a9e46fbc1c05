internal import Glibc

/// An open file, closed when its owner lets go of it.
///
/// Calls that a signal interrupted are repeated, short writes are continued, and descriptors that somebody
/// made non-blocking are waited for.
package struct FileDescriptor: ~Copyable {
    private let number: Int32
    private let isOwned: Bool

    /// Standard input, output and error, which are never closed.
    package static var standardInput: FileDescriptor { FileDescriptor(number: 0, isOwned: false) }
    /// Standard output, which is never closed.
    package static var standardOutput: FileDescriptor { FileDescriptor(number: 1, isOwned: false) }
    /// Standard error, which is never closed.
    package static var standardError: FileDescriptor { FileDescriptor(number: 2, isOwned: false) }

    /// How a file is opened.
    enum Access {
        /// For reading.
        case read
        /// For writing into what is there already, for example a device.
        case write
        /// For writing into a new file, readable by its owner only; one of that name must not exist.
        case create
        /// For writing and reading what is there.
        case update
        /// For writing and reading what is there, or a new file, readable by its owner only.
        case updateOrCreate
        /// A folder, to write its entries to the disk.
        case folder
        /// A folder that is not reached through a symbolic link.
        case ownFolder
        /// For reading and writing what is there, or a new file; never through a symbolic link.
        case lock

        fileprivate var flags: Int32 {
            switch self {
            case .read: O_RDONLY | O_CLOEXEC
            case .write: O_WRONLY | O_CLOEXEC
            case .create: O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
            case .update: O_RDWR | O_CLOEXEC
            case .updateOrCreate: O_RDWR | O_CREAT | O_CLOEXEC
            case .folder: O_RDONLY | O_DIRECTORY | O_CLOEXEC
            case .ownFolder: O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            case .lock: O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
            }
        }
    }

    /// Opens a file.
    init(_ path: String, _ access: Access) throws(Errno) {
        try path.requireNoZero()
        number = try retrying { unsafe open(path, access.flags, 0o600) }
        isOwned = true
    }

    /// Opens a file of a folder.
    init(_ name: String, in folder: borrowing FileDescriptor, _ access: Access) throws(Errno) {
        let folder = folder.number
        number = try retrying { unsafe openat(folder, name, access.flags, 0o600) }
        isOwned = true
    }

    /// Returns another descriptor of the same open file, with the same place in it and the same lock.
    func duplicate() throws(Errno) -> FileDescriptor {
        FileDescriptor(number: try retrying { fcntl(number, F_DUPFD_CLOEXEC, 3) }, isOwned: true)
    }

    /// Whether a path is that of a folder that can be opened.
    static func isFolder(_ path: String) -> Bool {
        do throws(Errno) {
            _ = try FileDescriptor(path, .folder)
            return true
        } catch {
            return false
        }
    }

    /// Wraps a descriptor that somebody else owns and closes.
    init(borrowing number: Int32) {
        self.init(number: number, isOwned: false)
    }

    private init(number: Int32, isOwned: Bool) {
        self.number = number
        self.isOwned = isOwned
    }

    deinit {
        if isOwned { _ = Glibc.close(number) }
    }

    /// Closes the file and reports what only then comes to light, such as an exceeded quota.
    consuming func close() throws(Errno) {
        let result = isOwned ? Glibc.close(number) : 0
        // After an error, EINTR too, the descriptor is gone all the same.
        let failure = result == 0 ? nil : Errno(rawValue: errno)
        discard self
        if let failure, failure != .interrupted { throw failure }
    }

    /// Reads at most `count` bytes and appends them; returns how many, 0 at the end.
    func read(into bytes: inout [UInt8], atMost count: Int) throws(Errno) -> Int {
        while true {
            var result = 0
            bytes.append(addingCapacity: count) { result = read(into: &$0, atMost: count) }
            if result >= 0 { return result }
            try waitOrThrow(Errno(rawValue: errno), for: POLLIN)
        }
    }

    /// Tries once to read; returns how many bytes, or -1 and leaves the reason in `errno`.
    private func read(into output: inout OutputSpan<UInt8>, atMost count: Int) -> Int {
        unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
            let result = unsafe Glibc.read(number, buffer.baseAddress, count)
            initialized = max(0, result)
            return result
        }
    }

    /// Writes all bytes.
    func write(_ bytes: Span<UInt8>) throws(Errno) {
        var written = 0
        while written < bytes.count {
            let rest = bytes.extracting(written...)
            let result = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            if result >= 0 {
                written += result
            } else {
                try waitOrThrow(Errno(rawValue: errno), for: POLLOUT)
            }
        }
    }

    /// Waits until the file's content is on the disk; for a folder, its entries.
    func synchronize() throws(Errno) {
        do {
            _ = try retrying { fsync(number) }
        } catch .invalid {
            // Pipes, devices and folders of some file systems have nothing to synchronise.
        }
    }

    /// What the file is, and how long.
    func status() throws(Errno) -> FileStatus {
        var information = stat()
        _ = try retrying { unsafe fstat(number, &information) }
        return FileStatus(information)
    }

    /// Gives the file the owner, group, mode and access control list of another one; returns false when it cannot have
    /// all of them.
    ///
    /// Nobody gets more access than to the other one. Where the group is another, it may do what all others may; so it
    /// may where a list is lost, since the group's bits of the mode were the most that the list allows (acl(5), the
    /// mask).
    func adopt(_ old: FileStatus, _ accessList: AccessList?) throws(Errno) -> Bool {
        let own = try status()
        var permissions = old.permissions
        var isAlike = (own.owner, own.group) == (old.owner, old.group)
        if !isAlike { isAlike = fchown(number, old.owner, old.group) == 0 }
        var hasGroup = isAlike || own.group == old.group
        if !hasGroup { hasGroup = fchown(number, uid_t.max, old.group) == 0 }
        if !hasGroup || accessList != nil { permissions &= ~0o070 | (permissions & 0o007) << 3 }
        // One that came from the folder; changing the mode would make it effective.
        AccessList.remove(fromFile: number)
        _ = try retrying { fchmod(number, permissions) }
        guard isAlike, let accessList else { return isAlike }
        return accessList.replaceList(ofFile: number)
    }

    /// Cuts the file off at the place where it is being written.
    func truncate() throws(Errno) {
        _ = try retrying { ftruncate(number, lseek(number, 0, SEEK_CUR)) }
    }

    /// Makes the file's content nothing but these bytes.
    func replaceContent(_ bytes: [UInt8]) throws(Errno) {
        _ = try retrying { ftruncate(number, 0) }
        _ = try retrying { Int32(truncatingIfNeeded: min(0, lseek(number, 0, SEEK_SET))) }
        try write(bytes.span)
    }

    /// Calls flock(2); false when somebody else's lock is in the way.
    func tryLock(_ operation: Int32) throws(Errno) -> Bool {
        do {
            _ = try retrying { flock(number, operation | LOCK_NB) }
            return true
        } catch .again {
            return false
        }
    }

    /// Whether the file is a terminal.
    package var isTerminal: Bool { isatty(number) == 1 }

    /// Whether a read would return at once: with something, with the end, or with an error.
    var isReadable: Bool {
        var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) != 0
    }

    private func waitOrThrow(_ failure: Errno, for event: Int32) throws(Errno) {
        switch failure {
        case .interrupted: return
        case .again:
            var request = pollfd(fd: number, events: Int16(event), revents: 0)
            _ = unsafe poll(&request, 1, -1)
        default: throw failure
        }
    }
}

/// Calls until no signal interrupts; a result of -1 becomes an error.
func retrying(_ call: () -> Int32) throws(Errno) -> Int32 {
    while true {
        let result = call()
        if result != -1 { return result }
        let failure = Errno(rawValue: errno)
        if failure != .interrupted { throw failure }
    }
}

extension String {
    /// Refuses a path that the C library would cut off at a zero byte.
    func requireNoZero() throws(Errno) {
        guard !utf8.contains(0) else { throw .invalid }
    }
}
