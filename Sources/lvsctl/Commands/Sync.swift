import ArgumentParser
import IPVSKit

/// `lvsctl sync`: the sync daemons.
struct Sync: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        _superCommandName: "lvsctl",
        abstract: "Start, stop or show the daemons that share connections with other directors.",
        usage: "lvsctl sync [start|stop|status] [OPTIONS]",
        subcommands: [StartSync.self, StopSync.self, SyncStatus.self],
        defaultSubcommand: SyncStatus.self
    )
}

/// The word that names one of the two daemons.
struct SyncRole: ParsableArguments {
    @Argument(
        help: ArgumentHelp("master sends connections, backup receives them.", valueName: "role"),
        completion: .list(["master", "backup"])
    )
    var role: String?

    /// The role that is named.
    func understood() throws(UsageError) -> SyncDaemon.Role {
        guard let role else { throw UsageError("no role is named (master or backup)") }
        guard let known = SyncDaemon.Role.allCases.first(where: { $0.description == role }) else {
            throw UsageError("\(quoted(role)) is not a role (master or backup)", value: role)
        }
        return known
    }
}

/// `lvsctl sync start`.
struct StartSync: Verb {
    static let configuration = CommandConfiguration(
        commandName: "start",
        _superCommandName: "lvsctl sync",
        abstract: "Start a sync daemon.",
        usage: "lvsctl sync start master|backup --mcast-interface INTERFACE [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl sync start master --mcast-interface eth0 --syncid 7
              lvsctl sync start backup --mcast-interface eth0 --syncid 7
            """
    )

    @OptionGroup var role: SyncRole
    @OptionGroup(title: "How it works") var settings: SyncSettings
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let daemon = try orUsageFailure { () throws(UsageError) in
            let daemon = try settings.daemon(try role.understood())
            try Change.startDaemon(daemon).check()
            return daemon
        }
        try context.carryOut([.startDaemon(daemon)])
    }
}

/// `lvsctl sync stop`.
struct StopSync: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        _superCommandName: "lvsctl sync",
        abstract: "Stop a sync daemon.",
        usage: "lvsctl sync stop master|backup [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl sync stop backup
            """
    )

    @OptionGroup var role: SyncRole
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let named = try orUsageFailure { () throws(UsageError) in try role.understood() }
        try context.carryOut([.stopDaemon(named)])
    }
}

/// `lvsctl sync status`.
struct SyncStatus: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        _superCommandName: "lvsctl sync",
        abstract: "Show the running sync daemons.",
        usage: "lvsctl sync status [OPTIONS]"
    )

    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let table = try context.table()
        let daemons = try orTableFailure { () throws(TableError) in try table.daemons() }
        try context.write(DaemonsReport.render(daemons, isJSON: context.preferences.isJSON))
    }
}
