internal import Glibc

/// Holds back the signals that end a program, so that it can finish or undo what it is doing.
///
/// While a watch lives, SIGINT, SIGTERM and SIGHUP wait; when it is let go, those that came and were not asked
/// for take effect. Signals that are ignored stay so.
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

    /// Whether one of the signals has come; it is then taken off and does nothing else any more.
    package mutating func isInterrupted() -> Bool {
        var set = signals
        var now = timespec()
        if unsafe sigtimedwait(&set, nil, &now) > 0 { hasCome = true }
        return hasCome
    }

    /// The signals but for those that whoever started the program has it ignore, as `nohup` does.
    private static func heeded() -> sigset_t {
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        for signal in [SIGINT, SIGTERM, SIGHUP] {
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
