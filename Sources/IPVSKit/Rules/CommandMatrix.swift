/// Which options a command, or a kind of tunnel, needs, forbids, and takes only one of.
struct OptionRules: Sendable {
    let required: OptionColumns
    let forbidden: OptionColumns
    /// At most one of these.
    let exclusive: OptionColumns

    /// Forbids all that is neither required nor allowed nor one of the exclusive ones.
    fileprivate init(
        required: [OptionColumn] = [],
        allowed: [OptionColumn] = [],
        oneOf exclusive: [OptionColumn] = [],
        among known: OptionColumns = .all
    ) {
        self.required = OptionColumns(required)
        self.exclusive = OptionColumns(exclusive)
        forbidden = known.subtracting(OptionColumns(required + allowed + exclusive))
    }

    /// Whether a set of options needs a closer look.
    @inline(__always)
    func mayReject(_ given: OptionColumns) -> Bool {
        let chosen = given.intersection(exclusive).rawValue
        return !given.isSuperset(of: required) || !given.isDisjoint(with: forbidden)
            || chosen & (chosen &- 1) != 0
    }

    /// What is wrong with a set of options.
    enum CombinationError {
        case missing(OptionColumn)
        case illegal(OptionColumn)
        case conflict(OptionColumn, with: OptionColumn)
    }

    /// The first thing that is wrong, in the order of the columns.
    func error(in given: OptionColumns) -> CombinationError? {
        var chosen: OptionColumn?
        for column in OptionColumn.inOrder {
            guard given.contains(column) else {
                if required.contains(column) { return .missing(column) }
                continue
            }
            if forbidden.contains(column) { return .illegal(column) }
            guard exclusive.contains(column) else { continue }
            if let chosen { return .conflict(column, with: chosen) }
            chosen = column
        }
        return nil
    }
}

/// The command × option matrix and the tunnel table.
final class CommandMatrix: Sendable {
    static let ipvsadm = CommandMatrix()

    // One for each command, and one for each kind of tunnel.
    private let commands: [OptionRules?]
    private let tunnels: [OptionRules]

    private init() {
        commands = CommandName.allCases.map(Self.rules)
        // In the order of the kernel's numbers, ipip, gue, gre.
        let checksums: [OptionColumn] = [
            .tunnelNoChecksum, OptionColumn(.tunnelChecksum), OptionColumn(.tunnelRemoteChecksum),
        ]
        let port = OptionColumn(.tunnelPort)
        let known = OptionColumns(checksums + [port])
        tunnels = [
            OptionRules(among: known),
            OptionRules(required: [port], oneOf: checksums, among: known),
            OptionRules(oneOf: Array(checksums.prefix(2)), among: known),
        ]
    }

    /// The rules of a command; nil for help and version, which end the run before anything is checked.
    func rules(of command: CommandName) -> OptionRules? { commands[Int(command.rawValue)] }

    /// The rules of one of the three kinds of tunnel; nil for any other.
    func rules(of tunnel: TunnelType) -> OptionRules? {
        Int(tunnel.rawValue) < tunnels.count ? tunnels[Int(tunnel.rawValue)] : nil
    }

    private static func rules(of command: CommandName) -> OptionRules? {
        switch command {
        case .addService, .editService:
            OptionRules(
                required: [.serviceAddress],
                allowed: [.scheduler, .persistent, .netmask, .onePacket, .engine, .schedulerFlags]
            )
        case .deleteService: OptionRules(required: [.serviceAddress])
        case .zero: OptionRules(allowed: [.serviceAddress])
        case .addServer, .editServer:
            OptionRules(required: [.serviceAddress, .realServer], allowed: serverSettings)
        case .deleteServer: OptionRules(required: [.serviceAddress, .realServer])
        case .clear, .restore, .setTimeouts: OptionRules()
        case .save: OptionRules(allowed: [.numeric])
        case .list:
            OptionRules(
                // The sync identity has no effect; ipvsadm takes it.
                allowed: [
                    .numeric, .stats, .rate, .thresholds, .persistentConnections, .noSort,
                    OptionColumn(.syncID),
                    .exact, .tunnelInfo,
                ],
                oneOf: [.connection, .serviceAddress, .timeout, .daemon]
            )
        case .startDaemon:
            OptionRules(
                allowed: [.multicastInterface, OptionColumn(.group)]
                    + Field.daemonNumbers.map { OptionColumn($0) }
            )
        case .stopDaemon: OptionRules(allowed: [OptionColumn(.syncID)])
        case .help, .version: nil
        }
    }

    private static let serverSettings: [OptionColumn] =
        [.forwardingMethod, .tunnelType, .tunnelNoChecksum]
        + (Field.serverNumbers + [.tunnelPort, .tunnelChecksum, .tunnelRemoteChecksum]).map {
            OptionColumn($0)
        }
}
