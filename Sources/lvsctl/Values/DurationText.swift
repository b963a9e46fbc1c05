import IPVSKit

/// A span of time as it is typed: `90`, `90s`, `5m`, `2h` or `1d`.
enum DurationText {
    /// The longest span, in seconds: a year of 366 days.
    static let limit: UInt64 = 366 * 86400

    private static let units: [(letter: Character, seconds: UInt64)] = [
        ("s", 1), ("m", 60), ("h", 3600), ("d", 86400),
    ]

    /// The seconds that a text stands for; nil if it is none, 0, or longer than ``limit``.
    static func seconds(_ text: String) -> UInt64? {
        let unit = units.first { $0.letter == text.last }
        guard let number = decimalNumber(String(unit == nil ? text[...] : text.dropLast())) else {
            return nil
        }
        let seconds = UInt64(number) * (unit?.seconds ?? 1)
        return (1...limit).contains(seconds) ? seconds : nil
    }

    /// A span in the largest unit that leaves no rest: `300` is `5m`.
    static func text(_ seconds: UInt64) -> String {
        let unit = units.last { seconds > 0 && seconds % $0.seconds == 0 } ?? units[0]
        return "\(seconds / unit.seconds)\(unit.letter)"
    }
}

extension ValueOption {
    /// The value as a span of time, in seconds.
    func duration() throws(UsageError) -> UInt64? {
        guard let text = try text() else { return nil }
        guard let seconds = DurationText.seconds(text) else {
            throw .value(text, of: name, isNot: "a span of time (such as 90s, 5m, 2h or 1d)")
        }
        return seconds
    }
}
