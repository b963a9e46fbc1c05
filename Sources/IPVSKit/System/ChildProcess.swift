internal import Glibc

/// Programs of the system that do some of the work.
package enum ChildProcess {
    /// `POSIX_SPAWN_SETSID` of `spawn.h` (glibc 2.26), which Swift does not see.
    private static let newSession: Int32 = 0x80

    /// Starts a program by its full path, without standard input, and returns its process identity.
    ///
    /// With `output`, that is its standard output and what it says of errors is lost; else both are this program's own.
    /// With `isDetached`, both are lost, and it continues when this program's terminal is gone.
    @discardableResult
    package static func start(
        _ words: [String],
        output: Int32? = nil,
        isDetached: Bool = false
    ) throws(Errno) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let output {
            unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
            unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        if isDetached {
            for number: Int32 in [1, 2] {
                unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // A child would inherit that this program ignores them.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in StandardStreams.ignoredSignals { unsafe sigaddset(&signals, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | (isDetached ? newSession : 0))
        )
        return try unsafe spawn(words, &actions, &attributes)
    }

    private static func spawn(
        _ words: [String],
        _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws(Errno) -> Int32 {
        let pointers = unsafe words.map { unsafe strdup($0) }
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var child: pid_t = 0
        var failure: Int32 = 0
        // A program that is just being replaced is busy for a moment.
        for _ in 0..<10 {
            failure = unsafe posix_spawn(&child, words[0], &actions, &attributes, pointers + [nil], environ)
            if failure == 0 { return child }
            guard failure == ETXTBSY else { break }
            usleep(20_000)
        }
        throw Errno(rawValue: failure)
    }

    /// Waits until a program has ended; returns how, as `waitpid` says it: 0 is success.
    @discardableResult
    package static func wait(for child: Int32) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) == -1, errno == EINTR {}
        return status
    }

    /// Runs a program to its end; its output and messages are this program's own.
    ///
    /// - Returns: how it ended, 0 for success; nil when it could not be started.
    @discardableResult
    package static func run(_ words: [String]) -> Int32? {
        guard let child = try? start(words) else { return nil }
        return wait(for: child)
    }
}
