/// Finds all errors of a line that is refused, with the parser's own functions: reading continues after each error.
///
/// What needs the whole line, such as the port of a service that is not persistent, is only checked when nothing else
/// is wrong.
struct RuleErrorSearch {
    /// The errors in the order in which they are met; the first is the one that the parser throws.
    private(set) var errors: [RuleError] = []
    private var parser: CommandLineParser
    /// Whether words cannot be told from each other: options, their values, and what belongs to none.
    private var isTorn = false
    private var hasWrongService = false

    /// Creates a search of a line that this parser has just refused.
    init(_ parser: CommandLineParser) {
        self.parser = parser
        self.parser.given = GivenOptions()
    }

    /// Reads the line again.
    mutating func search(_ text: Span<UInt8>, _ words: Span<RuleWord>) {
        guard words.count > 0 else { return }
        var scanner = OptionScanner(stopsAtPlainWord: parser.stopsAtPlainWord)
        attempt { parser throws(RuleError) in _ = try parser.readCommand(&scanner, text, words) }
        guard let command = parser.command else { return }
        readOptions(&scanner, text, words)
        if isTorn { return }
        if command == .setTimeouts || scanner.plainWordCount > 0 {
            attempt { parser throws(RuleError) in try parser.readPlainWords(scanner, text, words) }
            // A dash of another kind hides an option, and what is missing follows from that.
            if case .unexpectedWord(let word) = errors.last?.cause, OddCharacter.note(on: word) != nil {
                return
            }
        }
        if parser.given.has(.schedulerFlags) {
            attempt { parser throws(RuleError) in try parser.readFlags(text, words) }
        }
        searchCombination(of: command, text, words)
        guard errors.isEmpty else { return }
        attempt { parser throws(RuleError) in _ = try parser.build(command, text, words) }
    }

    private mutating func attempt(_ body: (inout CommandLineParser) throws(RuleError) -> Void) {
        do throws(RuleError) { try body(&parser) } catch { errors.append(error) }
    }

    private mutating func readOptions(
        _ scanner: inout OptionScanner,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) {
        while true {
            do throws(RuleError) {
                guard let option = try scanner.option(text, words, .ipvsadm) else { return }
                do throws(RuleError) {
                    try parser.accept(option, scanner.last, text, words)
                } catch {
                    note(error, of: option.entry.column)
                }
            } catch {
                errors.append(error)
                isTorn = true
            }
        }
    }

    /// Keeps an error unless it may only follow from that of the service, whose family decides what a mask is.
    private mutating func note(_ error: RuleError, of column: OptionColumn?) {
        let mayFollow = column == .netmask || error.cause == .ipv6WithoutMark
        if !(hasWrongService && mayFollow) { errors.append(error) }
        guard column == .serviceAddress else { return }
        hasWrongService = true
        // As after a mark: the names of TCP services are known.
        if parser.given.serviceProtocol == nil { parser.given.serviceProtocol = .tcp }
    }

    /// Judges the combination of options, each time as if the last error were mended.
    private mutating func searchCombination(
        of command: CommandName,
        _ text: Span<UInt8>,
        _ words: Span<RuleWord>
    ) {
        guard let rules = CommandMatrix.ipvsadm.rules(of: command) else { return }
        while let error = rules.error(in: parser.given.columns) {
            attempt { parser throws(RuleError) in
                try parser.reject(rules, .command(command.ipvsadmName), text, words)
            }
            switch error {
            case .missing(let column): parser.given.columns.insert(OptionColumns(column))
            case .illegal(let column), .conflict(let column, _):
                parser.given.columns.remove(OptionColumns(column))
            }
        }
    }
}
