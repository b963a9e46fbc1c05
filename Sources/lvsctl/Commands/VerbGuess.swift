import IPVSKit

/// Guesses which verb somebody meant who typed another word.
enum VerbGuess {
    /// What an error adds about words that are no verb: `is it list?`.
    static func hint(for words: [String]) -> String {
        guard let first = words.first else { return "see lvsctl help" }
        if let known = otherWords[first] { return "is it \(known)?" }
        let verbs = VerbTable.verbs.map(\.words)
        // `add service` and `service add`, too.
        for pair in [words.prefix(2), words.prefix(2).reversed()[...]] where pair.count == 2 {
            let joined = pair.joined(separator: "-")
            if verbs.contains(joined) { return "is it \(joined)?" }
        }
        if ["add", "edit", "replace", "delete"].contains(first) {
            return "is it \(first)-service or \(first)-server?"
        }
        let nearest = Spelling.nearest(first, among: verbs + ["sync", "ipvsadm"])
        return nearest.map { "is it \($0)?" } ?? "see lvsctl help"
    }

    /// What other programs call things that lvsctl has a verb for.
    private static let otherWords = [
        "ls": "list", "show": "list", "status": "list", "print": "list", "get": "list",
        "stats": "list --stats", "rate": "list --rate", "services": "list", "servers": "list",
        "conns": "connections", "conntrack": "connections",
        "flush": "clear", "reset": "clear",
        "load": "restore", "reload": "restore", "dump": "save", "export": "save", "import": "restore",
        "validate": "check", "lint": "check", "test": "check", "plan": "diff",
        "daemon": "sync", "start": "sync start", "stop": "sync stop", "set": "timeouts",
        "drain": "edit-server with -w 0",
    ]
}
