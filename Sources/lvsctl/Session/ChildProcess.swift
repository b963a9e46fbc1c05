import Glibc
import IPVSKit

/// Programs of the system that lvsctl has do some of its work.
enum ChildProcess {
    /// Starts a program by its full path, without standard input.
    ///
    /// With `output`, that is its standard output and what it says of errors is lost; else both are lvsctl's own.
    static func start(_ words: [String], output: Int32? = nil) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let output {
            posix_spawn_file_actions_adddup2(&actions, output, 1)
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // lvsctl ignores SIGPIPE, which a child would inherit.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        let pointers = words.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        var child: pid_t = 0
        var failure: Int32 = 0
        // A program that is just being replaced is busy for a moment.
        for _ in 0..<10 {
            failure = posix_spawn(&child, words[0], &actions, &attributes, pointers + [nil], environ)
            if failure == 0 { return child }
            guard failure == ETXTBSY else { break }
            usleep(20_000)
        }
        throw Errno(rawValue: failure)
    }

    /// Waits until a program has ended.
    static func wait(for child: pid_t) {
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
    }

    /// Runs a program to its end, if there is one of this path; what it says is lvsctl's own to say.
    static func run(_ words: [String]) {
        guard let child = try? start(words) else { return }
        wait(for: child)
    }
}
