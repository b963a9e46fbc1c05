import IPVSKit

/// The word that names one of the two daemons.
struct SyncRole {
    let word = Operand(
        "role",
        "master sends connections, backup receives them.",
        candidates: .words(["master", "backup"])
    )

    /// The role that is named.
    func understood() throws(UsageError) -> SyncDaemon.Role {
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

    func run(in context: VerbContext) throws(Failure) {
        let daemon = try orUsageFailure { () throws(UsageError) in
            let daemon = try settings.daemon(try role.understood())
            try Change.startDaemon(daemon).check()
            return daemon
        }
        try context.carryOut(.startDaemon(daemon))
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

    func run(in context: VerbContext) throws(Failure) {
        let named = try orUsageFailure { () throws(UsageError) in try role.understood() }
        try context.carryOut(.stopDaemon(named))
    }
}

/// `lvsctl sync status`.
struct SyncStatus: Verb {
    static let description = VerbDescription(
        "sync status",
        "Show the running sync daemons."
    )

    let global = GlobalOptions()

    func run(in context: VerbContext) throws(Failure) {
        let table = try context.table(for: .viewing)
        let daemons = try orTableFailure { () throws(TableError) in try table.daemons() }
        try context.write(DaemonsReport.render(daemons, isJSON: context.preferences.isJSON))
    }
}
