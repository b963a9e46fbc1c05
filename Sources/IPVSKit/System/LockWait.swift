internal import Glibc

/// How a lock is held.
public enum LockKind: Sendable {
    /// Nobody else holds it, to change something.
    case exclusive
    /// Others may hold it like this, to read something.
    case shared

    fileprivate var operation: Int32 { self == .exclusive ? LOCK_EX : LOCK_SH }
}

/// The time that is spent on waiting for a lock.
struct LockWait: ~Copyable {
    private static let stepsPerSecond = 20
    private var steps: Int
    private var hasWaited = false

    /// Begins to wait, at most this many seconds.
    init(seconds: Int) {
        steps = seconds * Self.stepsPerSecond
    }

    /// Tries to lock an open file until it succeeds or the time is over, and returns whether it succeeded;
    /// `onWait` is called before waiting for the first time.
    mutating func take(
        _ kind: LockKind,
        of file: borrowing FileDescriptor,
        onWait: () -> Void
    ) throws(Errno) -> Bool {
        while try !file.tryLock(kind.operation) {
            guard steps > 0 else { return false }
            if !hasWaited { onWait() }
            hasWaited = true
            steps -= 1
            Pause.milliseconds(1000 / Self.stepsPerSecond)
        }
        return true
    }
}
