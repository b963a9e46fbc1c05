internal import Glibc

/// Holds back the signals that end a program, so that it can finish or undo what it is doing.
///
/// While a watch lives, SIGINT, SIGTERM and SIGHUP wait; when it is let go, those that came take effect.
package struct SignalWatch: ~Copyable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Begins to hold the signals back.
    package init() {
        Self.change(SIG_BLOCK)
    }

    deinit {
        Self.change(SIG_UNBLOCK)
    }

    /// Whether one of the signals has come.
    package var isInterrupted: Bool {
        var pending = sigset_t()
        _ = unsafe sigpending(&pending)
        return Self.signals.contains { unsafe sigismember(&pending, $0) == 1 }
    }

    private static func change(_ how: Int32) {
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        for signal in signals { _ = unsafe sigaddset(&set, signal) }
        _ = unsafe sigprocmask(how, &set, nil)
    }
}
