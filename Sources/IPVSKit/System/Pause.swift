internal import Glibc

/// Waiting for others to get on.
package enum Pause {
    /// Does nothing before the first attempt, waits 20 ms before the second, and twice as long before each further one.
    static func before(attempt: Int) {
        if attempt > 0 { milliseconds(10 << attempt) }
    }

    /// Does nothing for so long.
    package static func milliseconds(_ number: Int) {
        usleep(useconds_t(number) * 1000)
    }
}
