/// Lines of a file of the kernel's that are not entries, and are left out of what is read from it.
///
/// A persistence engine's data may have any bytes, also line breaks; a sync backup takes it from the network.
public struct UnreadableLines: Hashable, Sendable {
    /// The file.
    public var file: String
    /// How many lines.
    public var count: Int
    /// What is wrong with the first of them.
    public var first: String

    /// Creates a count.
    package init(file: String, count: Int, first: String) {
        (self.file, self.count, self.first) = (file, count, first)
    }

    /// Counts one more; returns the first one's lines if there are none yet.
    package static func counting(_ lines: UnreadableLines?, in file: String, _ error: some Error)
        -> UnreadableLines
    {
        guard var lines else { return UnreadableLines(file: file, count: 1, first: "\(error)") }
        lines.count += 1
        return lines
    }
}

extension UnreadableLines: CustomStringConvertible {
    /// `2 lines of /proc/net/ip_vs_conn are not entries and are left out (the first: line 7 has '' in column FromIP)`.
    public var description: String {
        count == 1
            ? "1 line of \(file) is not an entry and is left out (\(first))"
            : "\(count) lines of \(file) are not entries and are left out (the first: \(first))"
    }
}
