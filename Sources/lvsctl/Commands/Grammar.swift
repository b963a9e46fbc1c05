/// What a command line in lvsctl's own words asks for.
enum Grammar {
    /// A verb and the words behind it.
    case verb(any Verb.Type, [String])
    /// Only the version.
    case version
    /// Help.
    case help(HelpTopic)
    /// A completion script for a shell.
    case completion(shell: String)
    /// A word that is no verb, and what would be one.
    case unknown(String, expected: String)

    /// Looks at the first words, and at nothing else.
    init(_ arguments: [String]) {
        let words = Array(arguments.dropFirst())
        guard let first = words.first else {
            self = .verb(List.self, [])
            return
        }
        if let verb = VerbTable.verb(words) ?? VerbTable.verb(Self.optionsBehindVerb(words)) {
            self = verb
        } else if ["--version", "-v", "version"].contains(first) {
            self = .version
        } else if Self.helpWords.contains(first) {
            self = VerbTable.help(Array(words.dropFirst()))
        } else if first == Self.completionWord, words.count > 1 {
            self = .completion(shell: words[1])
        } else if first.hasPrefix(Self.completionWord + "=") {
            self = .completion(shell: String(first.dropFirst(Self.completionWord.count + 1)))
        } else if first.hasPrefix("-") {
            // No verb, but options: those of list.
            self = .verb(List.self, words)
        } else {
            self = .unknown(first, expected: "a verb (see lvsctl help)")
        }
    }

    /// The words with global options that stand before the verb moved behind it.
    private static func optionsBehindVerb(_ words: [String]) -> [String] {
        var index = 0
        while index < words.count, let option = globalOptions.first(where: { $0.word == words[index] }) {
            index += option.length
        }
        guard index > 0, index < words.count else { return words }
        var verb = 1
        if words[index] == "sync", index + 1 < words.count, !words[index + 1].hasPrefix("-") { verb = 2 }
        let end = index + verb
        var reordered = Array(words[index..<end])
        reordered += words[..<index]
        reordered += words[end...]
        return reordered
    }

    /// The global options that may stand before the verb, with how many words they are.
    private static let globalOptions: [(word: String, length: Int)] = [
        ("--json", 1), ("--numeric", 1), ("-n", 1), ("--resolve", 1), ("--dry-run", 1), ("--trace", 1),
        ("--quiet", 1), ("--table", 2), ("--color", 2), ("--wait", 2),
    ]

    static let helpWords = ["help", "-h", "--help"]

    private static let completionWord = "--generate-completion-script"
}
