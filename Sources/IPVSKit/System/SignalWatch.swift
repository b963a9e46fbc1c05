internal import Glibc

/// Holds back the signals that end a program, so that it can finish or undo what it is doing.
///
/// While a watch lives, SIGINT, SIGTERM and SIGHUP wait; when it is let go, those that came and were not asked
/// for take effect.
package struct SignalWatch: ~Copyable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private var hasCome = false

    /// Begins to hold the signals back.
    package init() {
        Self.change(SIG_BLOCK)
    }

    deinit {
        Self.change(SIG_UNBLOCK)
    }

    /// Whether one of the signals has come; it is then taken off and does nothing else any more.
    package mutating func isInterrupted() -> Bool {
        var set = Self.set()
        var now = timespec()
        if unsafe sigtimedwait(&set, nil, &now) > 0 { hasCome = true }
        return hasCome
    }

    private static func set() -> sigset_t {
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        for signal in signals { _ = unsafe sigaddset(&set, signal) }
        return set
    }

    private static func change(_ how: Int32) {
        var set = set()
        _ = unsafe sigprocmask(how, &set, nil)
    }
}
