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
        details: "It is no error if the daemon runs already with these options.",
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

    func request(_ names: any NameLookup) throws -> SyncDaemon {
        let daemon = try settings.daemon(try role.understood())
        try Change.startDaemon(daemon).check()
        return daemon
    }

    static func run(_ daemon: SyncDaemon, in environment: Environment) throws {
        try environment.change { running in
            running.contains { $0.fits(daemon) } ? [] : [.startDaemon(daemon)]
        }
    }
}

/// `lvsctl sync stop`.
struct StopSync: Verb {
    static let description = VerbDescription(
        "sync stop",
        "Stop a sync daemon.",
        synopsis: "master|backup",
        details: "It is no error if the daemon does not run.",
        examples: [
            "sync stop backup"
        ]
    )

    let role = SyncRole()
    let global = GlobalOptions()

    var operands: [Operand] { [role.word] }

    func request(_ names: any NameLookup) throws -> SyncDaemon.Role { try role.understood() }

    static func run(_ role: SyncDaemon.Role, in environment: Environment) throws {
        try environment.change { running in running.contains { $0.role == role } ? [.stopDaemon(role)] : [] }
    }
}

extension Environment {
    /// Changes which sync daemons run, and reports it; `find` says how, knowing those that run.
    ///
    /// What was done is taken back when something later is refused.
    func change(_ find: ([SyncDaemon]) throws -> [Change]) throws {
        let done = try tables.withTable(for: .changing) { table in
            let running = try table.daemons()
            let changes = try find(running)
            guard !preferences.isDryRun else { return changes }
            for (index, change) in changes.enumerated() {
                do {
                    try table.perform(change)
                } catch {
                    for done in changes[..<index].reversed() { try? table.takeBack(done, running) }
                    throw error
                }
            }
            return changes
        }
        try output.report(done)
    }
}

extension IPVSTable {
    /// Takes the start or the stop of a daemon back.
    fileprivate func takeBack(_ change: Change, _ running: [SyncDaemon]) throws(TableError) {
        switch change {
        case .startDaemon(let daemon): try perform(.stopDaemon(daemon.role))
        case .stopDaemon(let role):
            if let daemon = running.first(where: { $0.role == role }) { try perform(.startDaemon(daemon)) }
        default: break
        }
    }
}

extension SyncDaemon {
    /// Whether a running daemon is what is wanted; what is not given is the kernel's choice.
    func fits(_ wanted: SyncDaemon) -> Bool {
        guard role == wanted.role, interface == wanted.interface, syncID == wanted.syncID else {
            return false
        }
        return (wanted.group == nil || wanted.group == group)
            && (wanted.port == 0 || wanted.port == port)
            && (wanted.maximumLength == 0 || wanted.maximumLength == maximumLength)
            && (wanted.timeToLive == 0 || wanted.timeToLive == timeToLive)
    }
}

/// `lvsctl sync status`.
struct SyncStatus: Verb {
    static let description = VerbDescription(
        "sync status",
        "Show the running sync daemons.",
        details: """
            And, while one runs, how many connections this host made, and how many came from the other director; for \
            that the whole connection table is read.
            """
    )

    let global = GlobalOptions()

    func request(_ names: any NameLookup) {}

    static func run(_ request: Void, in environment: Environment) throws {
        let table = try environment.tables.open()
        let daemons = try table.daemons()
        var counts: OriginCounts?
        if !daemons.isEmpty, environment.preferences.tableFile == nil {
            do {
                counts = try self.counts(table)
            } catch {
                environment.output.note("connections are not counted: \(error)")
            }
        }
        try environment.output.write(
            DaemonsReport.render(daemons, counts, isJSON: environment.preferences.isJSON)
        )
    }

    private static func counts(_ table: any IPVSTable) throws(TableError) -> OriginCounts {
        var counts = OriginCounts()
        _ = try table.forEachConnection(reading: .withCounters) { connection in
            counts.add(connection)
            return true
        }
        return counts
    }
}
