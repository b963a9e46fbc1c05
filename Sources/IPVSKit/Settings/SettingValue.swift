/// The value of a setting of the kernel's IPVS.
package enum SettingValue: Hashable, Sendable {
    /// One number.
    case number(Int64)
    /// Two numbers, as of `sync_threshold`.
    case pair(Int64, Int64)
    /// Anything else, as of `est_cpulist`.
    case text(String)

    /// Reads a value as the kernel and people write it: one or two decimal numbers, between them blanks, tabs or a
    /// comma; everything else is a text, without blanks around it.
    package init(_ text: String) {
        let words = text.split { $0.isWhitespace || $0 == "," }
        let numbers = words.compactMap { Int64($0) }
        switch (words.count, numbers.count) {
        case (1, 1): self = .number(numbers[0])
        case (2, 2): self = .pair(numbers[0], numbers[1])
        default: self = .text(words.joined(separator: text.contains(",") ? "," : " "))
        }
    }
}

extension SettingValue: CustomStringConvertible {
    /// `3`, `3 50`, or the text.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .pair(let first, let second): "\(first) \(second)"
        case .text(let text): text
        }
    }
}
