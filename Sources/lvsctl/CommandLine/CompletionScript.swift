/// Scripts that tell shells about lvsctl's verbs and options.
enum CompletionScript {
    /// The script for a shell; nil for one that is not known.
    static func forShell(_ name: String) -> String? {
        switch name {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: nil
        }
    }

    /// A verb with everything that can stand behind it.
    struct Row {
        let words: String
        let summary: String
        let options: [VerbOption]
        let operands: [Operand]

        init(_ words: String, _ type: any Verb.Type) {
            let verb = type.init()
            self.words = words
            summary = type.description.summary
            options = verb.allSections.flatMap(\.options)
            operands = verb.operands
        }

        /// The options with a value.
        var valued: [ValueOption] { options.compactMap { $0 as? ValueOption } }
    }

    static var rows: [Row] { VerbTable.verbs.map { Row($0.words, $0.type) } }

    /// The first words of all verbs, each once.
    static var firstWords: [String] {
        var words: [String] = []
        for row in rows {
            let first = String(row.words.prefix { $0 != " " })
            if !words.contains(first) { words.append(first) }
        }
        return words
    }

    /// What the help says of a verb's first word.
    static func summary(of word: String) -> String {
        if word == "sync" { return "Start, stop or show the sync daemons." }
        return rows.first { $0.words == word }?.summary ?? ""
    }
}

extension OptionName {
    /// The letter, if there is one, and the word.
    var spellings: [String] { [short, long].compactMap { $0 } }
}
