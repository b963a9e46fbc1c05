/// Which options a command, or a kind of tunnel, needs, forbids, and takes only one of.
struct OptionRules: Sendable {
    let required: OptionColumns
    let forbidden: OptionColumns
    /// At most one of these.
    let exclusive: OptionColumns

    /// Reads rules from one character for each of the columns from one on: `+` required, `x` forbidden, `1` only one
    /// of those, blank allowed.
    fileprivate init(_ marks: String, from first: OptionColumn) {
        var (required, forbidden, exclusive) = (OptionColumns(), OptionColumns(), OptionColumns())
        var column = OptionColumns(first)
        for mark in marks.utf8 {
            switch mark {
            case UInt8(ascii: "+"): required.insert(column)
            case UInt8(ascii: "x"): forbidden.insert(column)
            case UInt8(ascii: "1"): exclusive.insert(column)
            default: break
            }
            column.rawValue <<= 1
        }
        self.required = required
        self.forbidden = forbidden
        self.exclusive = exclusive
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
        for column in OptionColumn.allCases {
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
        commands = CommandName.allCases.map { command in
            Self.marks(of: command).map { OptionRules($0, from: .numeric) }
        }
        tunnels = Self.tunnelMarks.map { OptionRules($0, from: .tunnelPort) }
    }

    /// The rules of a command; nil for help and version, which end the run before anything is judged.
    func rules(of command: CommandName) -> OptionRules? { commands[Int(command.rawValue)] }

    /// The rules of one of the three kinds of tunnel; nil for any other.
    func rules(of tunnel: TunnelType) -> OptionRules? {
        Int(tunnel.rawValue) < tunnels.count ? tunnels[Int(tunnel.rawValue)] : nil
    }

    // The columns stand for, from left to right:
    // numeric connection service-address scheduler persistent netmask real-server forwarding-method weight
    // u-threshold l-threshold mcast-interface timeout daemon stats rate thresholds persistent-conn nosort
    // syncid exact ops pe sched-flags mcast-group mcast-port mcast-ttl sync-maxlen tun-info tun-type tun-port
    // tun-nocsum tun-csum tun-remcsum.
    private static func marks(of command: CommandName) -> String? {
        switch command {
        //            ncaspMrfwxymtdsrtpnseopbgptminpncr
        case .addService: "xx+   xxxxxxxxxxxxxxx   xxxxxxxxxx"
        case .editService: "xx+   xxxxxxxxxxxxxxx   xxxxxxxxxx"
        case .deleteService: "xx+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .clear: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .restore: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .save: " xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .addServer: "xx+xxx+    xxxxxxxxxxxxxxxxxx     "
        case .editServer: "xx+xxx+    xxxxxxxxxxxxxxxxxx     "
        case .deleteServer: "xx+xxx+xxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .list: " 11xxxxxxxxx11       xxxxxxx xxxxx"
        case .zero: "xx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .setTimeouts: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        case .startDaemon: "xxxxxxxxxxx xxxxxxx xxxx    xxxxxx"
        case .stopDaemon: "xxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxx"
        case .help, .version: nil
        }
    }

    // In the order of the kernel's numbers, ipip, gue, gre: tun-port, tun-nocsum, tun-csum, tun-remcsum.
    private static let tunnelMarks = ["xxxx", "+111", "x11x"]
}
