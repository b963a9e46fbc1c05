/// All verbs by the words that call them, in the order and with the titles of the help.
enum VerbTable {
    /// Verbs below one title.
    struct Group: Sendable {
        let title: String
        let verbs: [(words: String, type: any Verb.Type)]
    }

    static let groups = [
        Group(
            title: "Virtual services",
            verbs: [
                ("add-service", AddService.self), ("edit-service", EditService.self),
                ("replace-service", ReplaceService.self), ("delete-service", DeleteService.self),
            ]
        ),
        Group(
            title: "Real servers",
            verbs: [
                ("add-server", AddServer.self), ("edit-server", EditServer.self),
                ("replace-server", ReplaceServer.self), ("delete-server", DeleteServer.self),
            ]
        ),
        Group(title: "Looking", verbs: [("list", List.self), ("connections", Connections.self)]),
        Group(
            title: "Documents",
            verbs: [
                ("save", Save.self), ("restore", Restore.self), ("apply", Apply.self), ("diff", Diff.self),
                ("check", Check.self),
            ]
        ),
        Group(
            title: "The whole table",
            verbs: [
                ("clear", Clear.self), ("zero", Zero.self), ("timeouts", Timeouts.self),
                ("sync start", StartSync.self), ("sync stop", StopSync.self),
                ("sync status", SyncStatus.self),
            ]
        ),
    ]

    /// All verbs.
    static var verbs: [(words: String, type: any Verb.Type)] { groups.flatMap(\.verbs) }

    /// The verb that command-line words begin with, and the words behind it; nil if there is none.
    static func verb(_ words: [String]) -> Grammar? {
        guard let first = words.first else { return nil }
        if first == "sync" { return sync(Array(words.dropFirst())) }
        return type(first).map { .verb($0, Array(words.dropFirst())) }
    }

    private static func type(_ words: String) -> (any Verb.Type)? {
        for group in groups {
            for verb in group.verbs where verb.words == words { return verb.type }
        }
        return nil
    }

    /// `sync` alone shows the daemons.
    private static func sync(_ words: [String]) -> Grammar {
        guard let first = words.first else { return .verb(SyncStatus.self, []) }
        if let verb = type("sync " + first) { return .verb(verb, Array(words.dropFirst())) }
        if Grammar.helpWords.contains(first) { return .help(.verbs("sync ")) }
        if first.hasPrefix("-") { return .verb(SyncStatus.self, words) }
        return .unknown(first, expected: "a verb of sync (start, stop or status)")
    }

    /// What the words behind `help` ask for.
    static func help(_ words: [String]) -> Grammar {
        guard let first = words.first else { return .help(.program) }
        if words == ["sync"] { return .help(.verbs("sync ")) }
        switch verb(words) {
        case .verb(let type, _): return .help(.verb(type))
        case .unknown(let word, let expected): return .unknown(word, expected: expected)
        default: return .unknown(first, expected: "a verb (see lvsctl help)")
        }
    }
}
