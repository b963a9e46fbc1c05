internal import Glibc

/// The time of day.
package enum WallClock {
    /// Seconds since 1970.
    package static var seconds: UInt64 { UInt64(max(0, time(nil))) }

    /// Nanoseconds since 1970.
    package static var nanoseconds: UInt64 {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
        return UInt64(max(0, now.tv_sec)) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    /// A time in the zone of this host: `2026-12-01 11:20:05`.
    package static func local(_ seconds: UInt64) -> String {
        var time = time_t(clamping: seconds)
        var parts = unsafe tm()
        guard unsafe localtime_r(&time, &parts) != nil else { return "\(seconds)" }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = unsafe "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return unsafe "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}

/// A clock that only runs forward.
package enum SteadyClock {
    /// Milliseconds since some moment before the process began.
    package static var milliseconds: UInt64 {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1000 + UInt64(now.tv_nsec) / 1_000_000
    }
}
