import IPVSKit

/// `lvsctl role`.
struct Role: Verb {
    static let description = VerbDescription(
        "role",
        "Make this director the active or the standby one of a pair, or show which it is.",
        synopsis: "active|standby|status",
        details: """
            For the notify scripts of keepalived and other cluster managers: afterwards the sync daemon runs that the \
            role needs (active: master, standby: backup), and the other one does not; it prints what was changed, and \
            nothing if that was so already. Without --mcast-interface the new daemon takes the options of the one that \
            runs.
            """,
        examples: [
            "role active --mcast-interface eth1 --syncid 7",
            "role standby",
            "role status",
        ]
    )

    let role = Operand(
        "role",
        "active sends connections, standby receives them; status shows which it is.",
        candidates: .words(["active", "standby", "status"])
    )
    let settings = SyncSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("Settings", settings)] }
    var operands: [Operand] { [role] }

    /// What is asked for.
    enum Request {
        case status
        /// The daemon that is to run; without a description, like the one that runs.
        case change(SyncDaemon.Role, SyncDaemon?)
    }

    func request(_: any NameLookup) throws -> Request {
        let isDescribed = settings.options.contains(where: \.isGiven)
        let daemon: SyncDaemon.Role
        switch role.values.first {
        case "status": return .status
        case "active": daemon = .master
        case "standby": daemon = .backup
        case let word?:
            throw UsageError("\(quoted(word)) is not a role (active, standby or status)", value: word)
        case nil: throw UsageError("no role is named (active, standby or status)")
        }
        guard isDescribed else { return .change(daemon, nil) }
        let wanted = try settings.daemon(daemon)
        try Change.startDaemon(wanted).check()
        return .change(daemon, wanted)
    }

    static func run(_ request: Request, in environment: Environment) throws {
        switch request {
        case .status: try show(environment)
        case .change(let role, let wanted):
            try environment.change { running in try changes(to: role, wanted, running) }
        }
    }

    /// The new daemon starts before the old one stops: no connection that comes meanwhile is missed.
    private static func changes(
        to role: SyncDaemon.Role,
        _ wanted: SyncDaemon?,
        _ running: [SyncDaemon]
    ) throws -> [Change] {
        let (same, other) = (running.first { $0.role == role }, running.first { $0.role != role })
        let stop = other.map { [Change.stopDaemon($0.role)] } ?? []
        guard let new = wanted ?? same ?? other?.in(role) else {
            throw UsageError("no sync daemon runs whose options could be taken (use --mcast-interface)")
        }
        guard let same else { return [.startDaemon(new)] + stop }
        // A daemon cannot be edited.
        return (same.fits(new) ? [] : [.stopDaemon(role), .startDaemon(new)]) + stop
    }

    private static func show(_ environment: Environment) throws {
        let roles = try environment.tables.open().daemons().map(\.role)
        let word =
            switch (roles.contains(.master), roles.contains(.backup)) {
            case (true, false): "active"
            case (false, true): "standby"
            case (true, true): "both"
            case (false, false): "none"
            }
        guard environment.preferences.isJSON else { return try environment.output.writeLine(word) }
        var writer = JSONWriter(.indented)
        writer.beginDocument()
        writer.field("role", word)
        writer.endDocument()
        try environment.output.write(writer.bytes)
    }
}

extension SyncDaemon {
    /// The same in the other role.
    fileprivate func `in`(_ role: SyncDaemon.Role) -> SyncDaemon {
        var daemon = self
        daemon.role = role
        return daemon
    }
}
