internal import Glibc

/// Holds back the signals that end a program, so that it can finish or undo what it is doing.
///
/// While a watch lives, SIGINT, SIGTERM, SIGHUP and SIGQUIT wait; when it is let go, those that came and were not asked
/// for take effect. Signals that are ignored stay so, and those that are held back already, as by another watch, are
/// left to whoever holds them.
package struct SignalWatch: ~Copyable {
    private let signals = Self.heeded()
    private var hasCome = false

    /// Begins to hold the signals back.
    package init() {
        change(SIG_BLOCK)
    }

    deinit {
        change(SIG_UNBLOCK)
    }

    /// Whether any of the signals has come; all that have are then taken off and do nothing else any more.
    package mutating func isInterrupted() -> Bool {
        var set = signals
        var now = timespec()
        while unsafe sigtimedwait(&set, nil, &now) > 0 { hasCome = true }
        return hasCome
    }

    /// Whether a signal waits to take effect.
    var hasPending: Bool {
        var (pending, own) = (sigset_t(), signals)
        _ = unsafe sigpending(&pending)
        return Self.numbers.contains { number in
            unsafe sigismember(&pending, number) == 1 && sigismember(&own, number) == 1
        }
    }

    private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// The signals but for those that are held back already, and those that whoever started the program has it ignore,
    /// as `nohup` does.
    private static func heeded() -> sigset_t {
        var set = sigset_t()
        var held = sigset_t()
        _ = unsafe sigemptyset(&set)
        _ = unsafe sigprocmask(SIG_BLOCK, nil, &held)
        for signal in numbers where unsafe sigismember(&held, signal) == 0 {
            var action = sigaction()
            _ = unsafe sigaction(signal, nil, &action)
            let isIgnored =
                unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
                == unsafeBitCast(SIG_IGN, to: Int.self)
            if !isIgnored { _ = unsafe sigaddset(&set, signal) }
        }
        return set
    }

    private func change(_ how: Int32) {
        var set = signals
        _ = unsafe sigprocmask(how, &set, nil)
    }
}
