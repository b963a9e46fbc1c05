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
        switch words.first {
        case "start": .verb(StartSync.self, Array(words.dropFirst()))
        case "stop": .verb(StopSync.self, Array(words.dropFirst()))
        case "status": .verb(SyncStatus.self, Array(words.dropFirst()))
        case nil: .verb(SyncStatus.self, [])
        default: .tree(["sync"] + words)
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
