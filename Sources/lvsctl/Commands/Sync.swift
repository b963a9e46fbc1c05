import IPVSKit

/// The word that names one of the two daemons.
struct SyncRole {
    let word = Operand(
        "role",
        "master sends connections, backup receives them.",
        candidates: .words(["master", "backup"])
    )

    /// The role that is named.
    func understood() throws -> SyncDaemon.Role {
        guard let role = word.values.first else { throw UsageError("no role is named (master or backup)") }
        guard let known = SyncDaemon.Role.allCases.first(where: { $0.description == role }) else {
            throw UsageError("\(quoted(role)) is not a role (master or backup)", value: role)
        }
        return known
    }
}

/// `lvsctl sync start`.
struct StartSync: Verb {
    static let description = VerbDescription(
        "sync start",
        "Start a sync daemon.",
        synopsis: "master|backup --mcast-interface INTERFACE",
        examples: [
            "sync start master --mcast-interface eth0 --syncid 7",
            "sync start backup --mcast-interface eth0 --syncid 7",
        ]
    )

    let role = SyncRole()
    let settings = SyncSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("Settings", settings)] }
    var operands: [Operand] { [role.word] }

    func request(_ names: any NameLookup) throws -> Change {
        let change = Change.startDaemon(try settings.daemon(try role.understood()))
        try change.check()
        return change
    }
}

/// `lvsctl sync stop`.
struct StopSync: Verb {
    static let description = VerbDescription(
        "sync stop",
        "Stop a sync daemon.",
        synopsis: "master|backup",
        examples: [
            "sync stop backup"
        ]
    )

    let role = SyncRole()
    let global = GlobalOptions()

    var operands: [Operand] { [role.word] }

    func request(_ names: any NameLookup) throws -> Change { .stopDaemon(try role.understood()) }
}

/// `lvsctl sync status`.
struct SyncStatus: Verb {
    static let description = VerbDescription(
        "sync status",
        "Show the running sync daemons."
    )

    let global = GlobalOptions()

    func request(_ names: any NameLookup) {}

    static func run(_ request: Void, in environment: Environment) throws {
        let daemons = try environment.tables.open().daemons()
        try environment.output.write(
            DaemonsReport.render(daemons, isJSON: environment.preferences.isJSON)
        )
    }
}
