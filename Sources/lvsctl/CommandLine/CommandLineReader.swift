import IPVSKit

/// Reads the words after a verb into its options.
///
/// Words and values as with ipvsadm: `-w 5`, `-w5`, `-w=5`, `--weight 5`, `--weight=5`; letters without values in
/// front of another one, `-mw5`; the value of an option is the next word, unless that is an option of the verb, and one
/// that may be left out is not a word with a dash. `--` ends the options. Nothing is abbreviated.
struct CommandLineReader {
    private let verb: any VerbDeclaration
    private let options: [VerbOption]
    private let operands: [Operand]
    private let words: [String]
    private var index = 0
    private var wantsHelp = false

    /// Fills the options and operands of a verb, up to a word that asks for help.
    ///
    /// - Returns: whether there was one.
    static func read(_ words: [String], into verb: any VerbDeclaration) throws(UsageError) -> Bool {
        var reader = CommandLineReader(words, verb)
        try reader.read()
        return reader.wantsHelp
    }

    private init(_ words: [String], _ verb: any VerbDeclaration) {
        self.verb = verb
        self.words = words
        options = verb.allSections.flatMap(\.options)
        operands = verb.operands
    }

    private mutating func read() throws(UsageError) {
        var isBehindOptions = false
        while index < words.count, !wantsHelp {
            let word = words[index]
            index += 1
            let bytes = word.utf8
            if isBehindOptions || bytes.count < 2 || bytes.first != UInt8(ascii: "-") {
                try take(operand: word)
            } else if word == "--" {
                isBehindOptions = true
            } else if word.hasPrefix("--") {
                try read(long: word)
            } else {
                try read(letters: word)
            }
        }
    }

    private mutating func read(long word: String) throws(UsageError) {
        let body = word.dropFirst(2)
        let end = body.firstIndex(of: "=") ?? body.endIndex
        let name = String(body[..<end])
        if name == OptionName.help.word { return wantsHelp = true }
        guard let option = options.first(where: { $0.name.word == name }) else {
            throw unknown("--" + name)
        }
        let value = end < body.endIndex ? String(body[body.index(after: end)...]) : nil
        try take(option, attached: value)
    }

    private mutating func read(letters word: String) throws(UsageError) {
        var rest = word.dropFirst()
        while let letter = rest.popFirst() {
            if letter == OptionName.help.letter { return wantsHelp = true }
            guard let option = options.first(where: { $0.name.letter == letter }) else {
                throw unknown("-\(letter)")
            }
            if rest.first == "=" {
                return try take(option, attached: String(rest.dropFirst()))
            }
            if option.takesValue {
                return try take(option, attached: rest.isEmpty ? nil : String(rest))
            }
            try take(option, attached: nil)
        }
    }

    private mutating func take(_ option: VerbOption, attached: String?) throws(UsageError) {
        let next = index < words.count && !isOption(words[index]) ? words[index] : nil
        if try option.take(attached: attached, next: next) { index += 1 }
    }

    /// Whether a word is an option of the verb, rather than a value that somebody mistyped.
    private func isOption(_ word: String) -> Bool {
        guard word.hasPrefix("-") else { return false }
        let name = word.prefix { $0 != "=" }
        return options.contains { name == $0.name.long || $0.name.short.map { name == $0 } ?? false }
    }

    private func take(operand word: String) throws(UsageError) {
        if operands.contains(where: { $0.take(word) }) { return }
        let only =
            operands.count == 1 ? "\(type(of: verb).description.words) takes one \(operands[0].name); " : ""
        let hint = type(of: verb).hint(for: word) ?? only + seeHelp
        throw UsageError("unexpected argument \(quoted(word)) (\(hint))", value: word)
    }

    private func unknown(_ spelling: String) -> UsageError {
        UsageError("unknown option \(quoted(spelling)) (\(hint(for: spelling)))", value: spelling)
    }

    private func hint(for spelling: String) -> String {
        let known = options.map(\.name.long)
        let longer = known.filter { spelling.count > 3 && $0.hasPrefix(spelling) }
        if !longer.isEmpty { return "is it \(listed(longer, "or"))?" }
        if let hint = type(of: verb).hint(for: spelling) { return hint }
        let nearest = spelling.hasPrefix("--") ? Spelling.nearest(spelling, among: known) : nil
        return nearest.map { "is it \($0)?" } ?? seeHelp
    }

    private var seeHelp: String { "see lvsctl help \(type(of: verb).description.words)" }
}
