/// Scripts that tell shells about lvsctl's verbs and options.
struct CompletionScript {
    let rows: [Row]
    /// The options of every verb.
    let general: [VerbOption]

    init(_ groups: [VerbGroup]) {
        let verbs = groups.flatMap(\.verbs)
        rows = verbs.map { Row($0.words, $0.type) }
        general = verbs.first?.type.init().general.options ?? []
    }

    /// The shells that there are scripts for.
    static let shells = ["bash", "zsh", "fish"]

    /// The script for a shell; nil for one that is not known.
    func forShell(_ name: String) -> String? {
        switch name {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: nil
        }
    }

    /// A verb with everything that can stand after it.
    struct Row {
        let words: String
        let summary: String
        let options: [VerbOption]
        let operands: [Operand]

        init(_ words: String, _ type: any VerbDeclaration.Type) {
            let verb = type.init()
            self.words = words
            summary = type.description.summary
            options = verb.allSections.flatMap(\.options)
            operands = verb.operands
        }

        /// The options with a value.
        var valued: [ValueOption] { options.compactMap { $0 as? ValueOption } }
    }

    /// The first words of all verbs, each once.
    var firstWords: [String] {
        var words: [String] = []
        for row in rows {
            let first = String(row.words.prefix { $0 != " " })
            if !words.contains(first) { words.append(first) }
        }
        return words
    }

    /// The general options with a value: before the verb, they stand there with a word that is no verb.
    var globalValued: [ValueOption] { general.compactMap { $0 as? ValueOption } }

    /// The options that can stand in the place of the verb.
    var globalSpellings: [String] {
        general.flatMap(\.name.spellings) + ["-h", "--help", "-v", "--version"]
    }

    /// What the help says of a verb's first word.
    func summary(of word: String) -> String {
        switch word {
        case "sync": "Start, stop or show the sync daemons."
        case "ipvsadm": HelpText.ipvsadmSummary
        default: rows.first { $0.words == word }?.summary ?? ""
        }
    }
}

extension OptionName {
    /// The letter, if there is one, and the word.
    var spellings: [String] { [short, long].compactMap { $0 } }
}
