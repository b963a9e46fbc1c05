import Glibc
import IPVSKit

/// Asks the system's `getent` for names.
///
/// A statically linked program cannot load the modules that name lookups go through, so another program does.
/// It is started only when there is a name, and killed when it takes too long or answers without end.
struct Getent {
    /// What getent answered.
    struct Answer {
        /// The lines, each split into words.
        var lines: [[Substring]] = []
        /// Whether these are all lines; else the time was over.
        var isComplete = true
    }

    /// Where to find it instead of in the usual places.
    var paths: [String]?
    /// How long it may take, in milliseconds.
    var timeout: Int32 = 5000

    /// A longer answer, in bytes, is not taken: names are short.
    private static let answerLimit = 1 << 20

    /// `PATH` is not asked, since lvsctl runs as root.
    private static let usualPaths = ["/usr/bin/getent", "/bin/getent", "/run/current-system/sw/bin/getent"]

    /// Asks for names, and waits at most some milliseconds.
    ///
    /// - Throws: ``NameError/noLookup(_:)``.
    func ask(_ database: String, _ keys: [String], timeout: Int32) throws(NameError) -> Answer {
        // What looks like an option is no name. Not every getent takes a -- before it.
        let names = keys.filter { !$0.hasPrefix("-") }
        guard !names.isEmpty else { return Answer() }
        let (output, isComplete) = try run([database] + names, timeout: timeout)
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        return Answer(lines: lines.map { $0.split { $0 == " " || $0 == "\t" } }, isComplete: isComplete)
    }

    private func run(
        _ arguments: [String],
        timeout: Int32
    ) throws(NameError) -> (output: [UInt8], isComplete: Bool) {
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
        ChildProcess.wait(for: child)
        guard bytes.count <= Self.answerLimit else { throw .noLookup(.fileTooLarge) }
        return (bytes, isComplete)
    }

    private func spawn(_ arguments: [String], output: Int32) -> Result<pid_t, NameError> {
        var failure = Errno.noSuchEntry
        for path in paths ?? Self.usualPaths {
            do {
                return .success(try ChildProcess.start([path] + arguments, output: output))
            } catch {
                failure = error
            }
        }
        return .failure(.noLookup(failure))
    }

    /// Reads up to the end; false if that did not come before the deadline, or after more than is taken.
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
            guard bytes.count <= answerLimit else { return false }
        }
    }

    /// A clock in milliseconds that nobody sets.
    ///
    /// Swift's own clocks bring the runtime of tasks and queues along, which sets itself up on every start.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
