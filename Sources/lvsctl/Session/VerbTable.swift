import ArgumentParser

/// All verbs by their words.
///
/// A verb is found here and handed its words directly: ArgumentParser then looks at the options of this one
/// command instead of building the whole tree, which costs a large part of the time that a short run takes.
enum VerbTable {
    /// The verb that command-line words begin with; nil if there is none.
    static func verb(_ words: [String]) -> Grammar? {
        guard let first = words.first else { return nil }
        if first == "sync" { return sync(Array(words.dropFirst())) }
        return single(first).map { .verb($0, Array(words.dropFirst())) }
    }

    private static func single(_ word: String) -> (any Verb.Type)? {
        switch word {
        case "add-service": AddService.self
        case "edit-service": EditService.self
        case "replace-service": ReplaceService.self
        case "delete-service": DeleteService.self
        case "add-server": AddServer.self
        case "edit-server": EditServer.self
        case "replace-server": ReplaceServer.self
        case "delete-server": DeleteServer.self
        case "list": List.self
        case "connections": Connections.self
        case "clear": Clear.self
        case "zero": Zero.self
        case "timeouts": Timeouts.self
        case "save": Save.self
        case "restore": Restore.self
        case "apply": Apply.self
        case "diff": Diff.self
        case "check": Check.self
        default: nil
        }
    }

    private static func sync(_ words: [String]) -> Grammar {
        guard let first = words.first else { return .verb(SyncStatus.self, []) }
        switch first {
        case "start": return .verb(StartSync.self, Array(words.dropFirst()))
        case "stop": return .verb(StopSync.self, Array(words.dropFirst()))
        case "status": return .verb(SyncStatus.self, Array(words.dropFirst()))
        case "-h", "--help", "help": return .help(Sync.self)
        default:
            if first.hasPrefix("-") { return .verb(SyncStatus.self, words) }
            return .unknown(first, expected: "a verb of sync (start, stop or status)")
        }
    }

    /// What the words behind `help` ask for.
    static func help(_ words: [String]) -> Grammar {
        guard let first = words.first else { return .help(nil) }
        if words == ["sync"] { return .help(Sync.self) }
        switch verb(words) {
        case .verb(let type, _): return .help(type)
        case .unknown(let word, let expected): return .unknown(word, expected: expected)
        default: return .unknown(first, expected: "a verb (see lvsctl help)")
        }
    }
}

/// The tree of all commands, for help and completions.
struct Lvsctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lvsctl",
        abstract: "Edit the kernel's table of virtual services (IPVS).",
        usage: "lvsctl [VERB] [OPTIONS]",
        discussion: """
            Without a verb, lvsctl lists the table. Every verb has its own help: lvsctl help VERB.

            EXAMPLES:
              lvsctl add-service -t 10.0.0.1:80 -s wrr
              lvsctl add-server -t 10.0.0.1:80 -r 192.168.1.2 -m -w 10
              lvsctl edit-server -t 10.0.0.1:80 -r 192.168.1.2 -w 0
              lvsctl list --stats
              lvsctl save /etc/lvsctl.rules
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Virtual Service",
                subcommands: [AddService.self, EditService.self, ReplaceService.self, DeleteService.self]
            ),
            CommandGroup(
                name: "Real Server",
                subcommands: [AddServer.self, EditServer.self, ReplaceServer.self, DeleteServer.self]
            ),
            CommandGroup(name: "Look", subcommands: [List.self, Connections.self]),
            CommandGroup(
                name: "Whole Table",
                subcommands: [
                    Save.self, Clear.self, Zero.self, Timeouts.self, Sync.self,
                ]
            ),
            CommandGroup(
                name: "Document",
                subcommands: [Restore.self, Apply.self, Diff.self, Check.self]
            ),
        ]
    )
}
