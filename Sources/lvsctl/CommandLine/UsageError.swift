import IPVSKit

/// A command line that cannot be meant.
///
/// Found before anything is read or touched: names the option and the value, and says what would be right.
struct UsageError: Error, Hashable {
    /// The option whose value is wrong; nil when it is no option's alone.
    var option: OptionName?
    /// The value as it was typed.
    var value: String?
    /// What is wrong, and what would be right.
    var message: String

    init(_ option: OptionName?, value: String? = nil, _ message: String) {
        self.option = option
        self.value = value
        // A character that looks like another one explains more than any hint.
        self.message = message + (value.flatMap { OddCharacter.note(on: $0) } ?? "")
    }

    /// A command line of which no single option is wrong.
    init(_ message: String, value: String? = nil) {
        self.init(nil, value: value, message)
    }

    /// A value of the wrong kind: `'x' is not a weight (0 to 2147483647)`.
    static func value(_ value: String, of option: OptionName, isNot expected: String) -> UsageError {
        UsageError(option, value: value, "\(quoted(value)) is not \(expected)")
    }

    /// The error as one line, naming the option as it was spelled in the words of the command line.
    func description(spelledIn words: [String]) -> String {
        guard let option else { return message }
        return "\(option.spelling(in: words)): \(message)"
    }
}
