import Glibc

/// The comment at the end of a saved table: which program wrote it, where and when.
enum SaveHeader {
    /// `lvsctl 0.1.0, Linux 6.1.0, host lb1, 2026-11-21 03:00:00 UTC`.
    static func text() -> String {
        var system = utsname()
        guard uname(&system) == 0 else { return Version.text }
        let kernel = "\(string(system.sysname)) \(string(system.release))"
        return "\(Version.text), \(kernel), host \(string(system.nodename)), \(date(time(nil)))"
    }

    /// The date of a time in seconds since 1970, in UTC.
    static func date(_ seconds: time_t) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = "\(parts.tm_year + 1900)-\(twoDigits(parts.tm_mon + 1))-\(twoDigits(parts.tm_mday))"
        return "\(date) \(twoDigits(parts.tm_hour)):\(twoDigits(parts.tm_min)):\(twoDigits(parts.tm_sec)) UTC"
    }

    private static func twoDigits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A field of the C library's: characters up to the first zero.
    private static func string<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
