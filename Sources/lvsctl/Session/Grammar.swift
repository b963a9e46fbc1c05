/// What a command line is written in.
enum Grammar {
    /// A verb and the words behind it.
    case verb(any Verb.Type, [String])
    /// ipvsadm's own options, with the name that the program was called by.
    case ipvsadm([String], calledAs: String)
    /// Only the version.
    case version
    /// Help or a completion script: what the whole tree of commands has to say.
    case tree([String])
    /// A word that is no verb.
    case unknown(String)

    /// Looks at the program's name and the first words, and at nothing else.
    init(_ arguments: [String]) {
        let name = arguments.first?.split(separator: "/").last.map(String.init) ?? "lvsctl"
        let words = Array(arguments.dropFirst())
        guard !name.hasPrefix("ipvsadm") else {
            self = .ipvsadm(words, calledAs: name)
            return
        }
        guard let first = words.first else {
            self = .verb(List.self, [])
            return
        }
        if let verb = VerbTable.verb(words) {
            self = verb
        } else if first == "--version" || first == "version" {
            self = .version
        } else if Self.treeWords.contains(where: { first == $0 || first.hasPrefix($0 + "=") }) {
            self = .tree(words)
        } else if Self.isIpvsadmCommand(first) {
            self = .ipvsadm(words, calledAs: "lvsctl")
        } else if first.hasPrefix("-") {
            // No verb, but options: those of list.
            self = .verb(List.self, words)
        } else {
            self = .unknown(first)
        }
    }

    private static let treeWords = ["help", "-h", "--help", "--generate-completion-script", "---completion"]

    private static let ipvsadmCommands = [
        "add-service", "edit-service", "delete-service", "clear", "restore", "save", "add-server",
        "edit-server", "delete-server", "list", "zero", "set", "start-daemon", "stop-daemon",
    ]

    private static func isIpvsadmCommand(_ word: String) -> Bool {
        if word.hasPrefix("--") { return ipvsadmCommands.contains { word == "--" + $0 } }
        guard word.hasPrefix("-"), word.utf8.count > 1 else { return false }
        return "AEDCRSaedLlZ".contains(word[word.index(after: word.startIndex)])
    }
}
