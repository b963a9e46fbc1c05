import IPVSKit

/// An option of a verb: declared with its help, and filled while a command line is read.
///
/// A verb and its options are made for one command line.
class VerbOption {
    let name: OptionName
    /// What the option is for, as one sentence.
    let help: String
    /// Whether letters after this one are a value.
    var takesValue: Bool { false }
    /// How often the option was given.
    fileprivate(set) var count = 0

    fileprivate init(_ name: OptionName, _ help: String) {
        self.name = name
        self.help = help
    }

    /// Whether the option was given.
    var isGiven: Bool { count > 0 }

    /// Notes that the option was given, with a value attached, or else with a word after it.
    ///
    /// - Returns: whether the word is the option's value.
    func take(attached: String?, next: String?) throws(UsageError) -> Bool {
        count += 1
        return false
    }
}

/// An option without a value.
final class FlagOption: VerbOption {
    override init(_ name: OptionName, _ help: String) {
        super.init(name, help)
    }

    /// The option of a field.
    convenience init(_ field: Field) {
        self.init(OptionName(field), field.definition.help)
    }

    override func take(attached: String?, next: String?) throws(UsageError) -> Bool {
        if let attached { throw UsageError(name, value: attached, "takes no value") }
        count += 1
        return false
    }
}

/// An option with a value, which may be left out if the option says so.
final class ValueOption: VerbOption {
    /// What the value is, in small letters: `address:port`.
    let valueName: String
    let isValueOptional: Bool
    /// What a shell offers; asked for by completions and errors only.
    var candidates: Candidates { makeCandidates() }
    private let makeCandidates: () -> Candidates
    /// The values that were given, as they were typed.
    private(set) var values: [String] = []

    override var takesValue: Bool { true }

    init(
        _ name: OptionName,
        _ valueName: String,
        _ help: String,
        isValueOptional: Bool = false,
        candidates: @escaping @autoclosure () -> Candidates = .unknown
    ) {
        self.valueName = valueName
        self.isValueOptional = isValueOptional
        makeCandidates = candidates
        super.init(name, help)
    }

    /// The option of a field.
    convenience init(
        _ field: Field,
        isValueOptional: Bool = false,
        candidates: @escaping @autoclosure () -> Candidates = .unknown
    ) {
        let definition = field.definition
        self.init(
            OptionName(field),
            definition.valueName,
            definition.help,
            isValueOptional: isValueOptional,
            candidates: candidates()
        )
    }

    override func take(attached: String?, next: String?) throws(UsageError) -> Bool {
        count += 1
        if let attached {
            values.append(attached)
            return false
        }
        if let next, !isValueOptional || !next.hasPrefix("-") {
            values.append(next)
            return true
        }
        guard isValueOptional else { throw UsageError(name, "needs a value (\(expected))") }
        return false
    }

    private var expected: String {
        if case .words(let words) = candidates { return listed(words, "or") }
        return valueName.uppercased()
    }
}

/// A word, or several, that a verb takes besides its options.
final class Operand {
    /// What the word is, in small letters: `file`.
    let name: String
    let help: String
    let isRepeatable: Bool
    let candidates: Candidates
    /// The words that were given.
    private(set) var values: [String] = []

    init(_ name: String, _ help: String, isRepeatable: Bool = false, candidates: Candidates = .unknown) {
        self.name = name
        self.help = help
        self.isRepeatable = isRepeatable
        self.candidates = candidates
    }

    /// Takes a word; false if there is no room for another one.
    func take(_ word: String) -> Bool {
        guard isRepeatable || values.isEmpty else { return false }
        values.append(word)
        return true
    }
}

/// What a shell offers in the place of a value.
enum Candidates {
    /// Nothing.
    case unknown
    /// Files.
    case files
    /// Some words.
    case words([String])
}

/// Options that belong together, below one title in the help.
protocol OptionGroup {
    /// All options, in the order of the help.
    var options: [VerbOption] { get }
}
