/// What a command line in lvsctl's own words asks for.
enum Grammar {
    /// A verb and the words after it.
    case verb(any Verb.Type, [String])
    /// Help about the verbs whose words begin like this.
    case help(String)
    /// ipvsadm's help.
    case helpOfIpvsadm
    /// A completion script for a shell, asked for by an option.
    case completion(shell: String)
    /// A word where a verb should be, and what would be right there.
    case unknown(String, expected: String)

    /// Looks at the options before the verb and at the verb, and at nothing else.
    init(_ arguments: [String]) {
        let words = Array(arguments.dropFirst())
        let count = Self.countOfGlobalOptions(words)
        let (options, rest) = (Array(words[..<count]), Array(words[count...]))
        guard let first = rest.first else {
            self = .verb(List.self, options)
            return
        }
        if words == ["help", "ipvsadm"] {
            self = .helpOfIpvsadm
        } else if first == Self.completionWord, rest.count > 1 {
            self = .completion(shell: rest[1])
        } else if first.hasPrefix(Self.completionWord + "=") {
            self = .completion(shell: String(first.dropFirst(Self.completionWord.count + 1)))
        } else if let type = Self.verb(byOption: first) {
            self = .verb(type, options + rest.dropFirst())
        } else if first.hasPrefix("-") {
            // No verb, but options: those of list.
            self = .verb(List.self, words)
        } else {
            self = VerbTable.verb(rest, options: options)
        }
    }

    /// How many words at the beginning are options that every verb has, with their values.
    private static func countOfGlobalOptions(_ words: [String]) -> Int {
        var index = 0
        while index < words.count, let length = lengthOfGlobalOption(words[index]) { index += length }
        return min(index, words.count)
    }

    /// How many words an option that may stand before the verb takes; nil for any other word.
    ///
    /// A table of its own, since every run reads it: making the options to ask them takes longer than that.
    private static func lengthOfGlobalOption(_ word: String) -> Int? {
        switch word {
        case "--json", "--numeric", "-n", "--resolve", "--dry-run", "--trace", "--quiet": return 1
        case "--table", "--color", "--wait": return 2
        default:
            let hasValue = ["--table=", "--color=", "--wait="].contains { word.hasPrefix($0) }
            return hasValue ? 1 : nil
        }
    }

    /// The verb that an option stands for.
    private static func verb(byOption option: String) -> (any Verb.Type)? {
        switch option {
        case "-h", "--help": Help.self
        case "-v", "--version": ShowVersion.self
        default: nil
        }
    }

    private static let completionWord = "--generate-completion-script"
}
