/// All verbs by the words that call them, in the order and with the titles of the help.
enum VerbTable {
    /// One verb.
    struct Row: Sendable {
        /// Below which title of the help it stands.
        let title: String
        let words: String
        let type: any Verb.Type

        init(_ title: String, _ words: String, _ type: any Verb.Type) {
            self.title = title
            self.words = words
            self.type = type
        }
    }

    private static let rows = [
        Row("Virtual services", "add-service", AddService.self),
        Row("Virtual services", "edit-service", EditService.self),
        Row("Virtual services", "replace-service", ReplaceService.self),
        Row("Virtual services", "delete-service", DeleteService.self),
        Row("Real servers", "add-server", AddServer.self),
        Row("Real servers", "edit-server", EditServer.self),
        Row("Real servers", "replace-server", ReplaceServer.self),
        Row("Real servers", "delete-server", DeleteServer.self),
        Row("Looking", "list", List.self),
        Row("Looking", "connections", Connections.self),
        Row("Looking", "doctor", Doctor.self),
        Row("Maintenance", "drain", Drain.self),
        Row("Maintenance", "enable", Enable.self),
        Row("Maintenance", "holds", Holds.self),
        Row("Documents", "save", Save.self),
        Row("Documents", "restore", Restore.self),
        Row("Documents", "apply", Apply.self),
        Row("Documents", "undo", Undo.self),
        Row("Documents", "confirm", Confirm.self),
        Row("Documents", "diff", Diff.self),
        Row("Documents", "check", Check.self),
        Row("The whole table", "clear", Clear.self),
        Row("The whole table", "zero", Zero.self),
        Row("The whole table", "timeouts", Timeouts.self),
        Row("The whole table", "sync start", StartSync.self),
        Row("The whole table", "sync stop", StopSync.self),
        Row("The whole table", "sync status", SyncStatus.self),
        Row("The whole table", "role", Role.self),
        Row("The kernel's settings", "settings", ListSettings.self),
        Row("The kernel's settings", "settings set", SetSettings.self),
        Row("The kernel's settings", "settings defence", SetDefence.self),
        Row("About lvsctl", "help", Help.self),
        Row("About lvsctl", "version", ShowVersion.self),
        Row("About lvsctl", "completions", Completions.self),
    ]

    /// All verbs.
    static var verbs: [(words: String, type: any Verb.Type)] {
        rows.map { ($0.words, $0.type) }
    }

    /// All verbs below their titles.
    static var groups: [VerbGroup] {
        var groups: [VerbGroup] = []
        for row in rows {
            if groups.last?.title != row.title { groups.append(VerbGroup(title: row.title, verbs: [])) }
            groups[groups.count - 1].verbs.append((row.words, row.type))
        }
        return groups
    }

    /// The first words of all verbs, each once.
    static var firstWords: [String] {
        rows.map { String($0.words.prefix { $0 != " " }) }.reduce(into: []) { words, word in
            if words.last != word { words.append(word) }
        }
    }

    /// Finds the verb that command-line words begin with; global options that stood before it go after it.
    static func verb(_ words: [String], options: [String] = []) -> Grammar {
        guard let first = words.first else { return .verb(List.self, options) }
        let rest = options + words.dropFirst()
        if first == "sync" { return sync(Array(words.dropFirst()), options) }
        if words.count > 1, let type = type("\(first) \(words[1])") {
            return .verb(type, options + words.dropFirst(2))
        }
        if let type = type(first) { return .verb(type, rest) }
        return .unknown(first, expected: "a verb (\(VerbGuess.hint(for: words)))")
    }

    /// Whether a word is a verb, or the first word of one.
    static func isVerb(_ word: String) -> Bool {
        word == "sync" || type(word) != nil
    }

    private static func type(_ words: String) -> (any Verb.Type)? {
        rows.first { $0.words == words }?.type
    }

    /// `sync` alone shows the daemons.
    private static func sync(_ words: [String], _ options: [String]) -> Grammar {
        guard let first = words.first else { return .verb(SyncStatus.self, options) }
        if let verb = type("sync " + first) { return .verb(verb, options + words.dropFirst()) }
        if ["help", "-h", "--help"].contains(first) { return .help("sync ") }
        if first.hasPrefix("-") { return .verb(SyncStatus.self, options + words) }
        return .unknown(first, expected: "a verb of sync (start, stop or status)")
    }
}
