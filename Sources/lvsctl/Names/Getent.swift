import Glibc
import IPVSKit

/// Asks the system's `getent` for names.
///
/// A statically linked program cannot load the modules that name lookups go through, so another program does.
/// It is started only when there is a name, and killed when it takes too long.
struct Getent {
    /// Where to find it; `PATH` is not asked, since lvsctl runs as root.
    var paths = ["/usr/bin/getent", "/bin/getent", "/run/current-system/sw/bin/getent"]
    /// How long it may take, in milliseconds.
    var timeout: Int32 = 5000

    /// Returns the lines that getent finds; none if it finds nothing.
    ///
    /// - Throws: ``NameError/timedOut`` unless something was found before.
    func lines(_ database: String, _ keys: [String]) throws(NameError) -> [[Substring]] {
        let output = try run([database] + keys)
        let text = String(decoding: output, as: UTF8.self)
        return text.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" } }
    }

    private func run(_ arguments: [String]) throws(NameError) -> [UInt8] {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .noLookup(Errno(rawValue: errno)) }
        defer { _ = close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let spawned = spawn(arguments, output: ends[1])
        _ = close(ends[1])
        let child = try spawned.get()
        var bytes: [UInt8] = []
        let isComplete = Self.read(ends[0], into: &bytes, deadline: Self.now() + Int64(timeout))
        if !isComplete { _ = kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        if !isComplete, bytes.isEmpty { throw .timedOut }
        return bytes
    }

    private func spawn(_ arguments: [String], output: Int32) -> Result<pid_t, NameError> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // lvsctl ignores SIGPIPE, which a child would inherit.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        var failure = ENOENT
        for path in paths {
            let words = ([path] + arguments).map { strdup($0) }
            defer { words.forEach { free($0) } }
            var child: pid_t = 0
            // A program that is just being replaced is busy for a moment.
            for _ in 0..<10 {
                failure = posix_spawn(&child, path, &actions, &attributes, words + [nil], environ)
                if failure == 0 { return .success(child) }
                guard failure == ETXTBSY else { break }
                usleep(20_000)
            }
        }
        return .failure(.noLookup(Errno(rawValue: failure)))
    }

    /// Reads up to the end; false if that did not come before the deadline.
    private static func read(_ descriptor: Int32, into bytes: inout [UInt8], deadline: Int64) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let left = deadline - now()
            guard left > 0 else { return false }
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&request, 1, Int32(clamping: left))
            guard ready > 0 else {
                if ready == -1, errno == EINTR { continue }
                return false
            }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return true }
            if count > 0 { bytes += buffer[..<count] }
        }
    }

    /// A clock in milliseconds that nobody sets.
    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
