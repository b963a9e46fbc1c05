internal import Glibc

/// Lets one lvsctl at a time change a file that is replaced each time.
///
/// The file itself is locked (flock(2)), so only who may open it can keep others waiting. When it is replaced, the lock
/// goes over to the new file before that has the name; who waited for the old one finds that it has no name any more,
/// and asks for the new one. Where no file is, an empty one is made, and removed again if nothing is written to it.
package final class FileLock {
    private var file: FileDescriptor
    /// The name of the empty file that is only there to be locked.
    private var placeholder: String?
    /// Puts signals off until the placeholder is gone.
    private var watch: SignalWatch?

    /// Takes the lock of a file, waiting so many seconds for it; nil for standard input, pipes and devices, and for new
    /// files that cannot be made: writing says why not.
    ///
    /// `onWait` is called once, with what is known of the present holder, before waiting.
    package static func take(
        _ path: String,
        wait seconds: Int,
        onWait: (String) -> Void
    ) throws(LockError) -> FileLock? {
        guard path != "-" else { return nil }
        let holder = "another lvsctl"
        var wait = LockWait(seconds: seconds)
        do throws(FileError) {
            while true {
                let old = try status(path)
                if let old, !old.isRegular { return nil }
                let watch = old == nil ? SignalWatch() : nil
                guard let file = try open(path, isNew: old == nil) else { return nil }
                let isTaken = try FileError.wrap(.lock, path) { () throws(Errno) in
                    try wait.take(.exclusive, of: file) { onWait(holder) }
                }
                guard isTaken else { break }
                let present = try status(path)
                let own = try FileError.wrap(.lock, path) { () throws(Errno) in try file.status() }
                // Otherwise it was replaced or removed in the meantime.
                guard let present, present.isSame(as: own) else { continue }
                guard old == nil, own.size == 0 else { return FileLock(file, nil, nil) }
                return FileLock(file, try FileTarget(path).name, watch)
            }
        } catch {
            throw .file(error)
        }
        throw .busy(holder: holder)
    }

    private init(_ file: consuming FileDescriptor, _ placeholder: String?, _ watch: consuming SignalWatch?) {
        self.file = file
        self.placeholder = placeholder
        self.watch = watch
    }

    deinit {
        guard let placeholder, let own = try? file.status(), own.size == 0,
            (try? FileStatus(ofLink: placeholder))?.isSame(as: own) == true
        else { return }
        _ = unsafe unlink(placeholder)
    }

    /// Whether there was no file, and nothing was written to it yet.
    var isPlaceholder: Bool { placeholder != nil }

    /// Locks a file that will be given the name, and returns another descriptor of it.
    func descriptor(of new: borrowing FileDescriptor) throws(Errno) -> FileDescriptor {
        _ = try new.tryLock(LOCK_EX)
        return try new.duplicate()
    }

    /// Goes over to a file that was given the name.
    func move(to new: consuming FileDescriptor) {
        file = new
        placeholder = nil
        watch = nil
    }

    private static func status(_ path: String) throws(FileError) -> FileStatus? {
        try FileError.wrap(.lock, path) { () throws(Errno) in
            try FileStatus.ifThere { () throws(Errno) in try FileStatus(of: path) }
        }
    }

    /// Opens the file; nil where a new one cannot be made.
    private static func open(_ path: String, isNew: Bool) throws(FileError) -> FileDescriptor? {
        if isNew { return try? FileDescriptor(path, .updateOrCreate) }
        // Some network file systems lock only what may be written.
        if let file = try? FileDescriptor(path, .update) { return file }
        do throws(Errno) {
            return try FileDescriptor(path, .read)
        } catch .noSuchEntry {
            return try? FileDescriptor(path, .updateOrCreate)
        } catch {
            throw FileError(.lock, path, error)
        }
    }
}
