internal import Glibc

/// Waiting for others to get on.
enum Pause {
    /// Does nothing for so long.
    static func milliseconds(_ number: Int) {
        usleep(useconds_t(number) * 1000)
    }
}
