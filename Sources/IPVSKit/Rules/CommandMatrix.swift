/// Which options a command, or a kind of tunnel, needs, forbids, and takes only one of.
struct OptionRules: Sendable {
    let required: OptionColumns
    let forbidden: OptionColumns
    /// At most one of these.
    let exclusive: OptionColumns

    /// Reads rules from one character for each of some columns: `+` required, `x` forbidden, `1` only one of
    /// those, blank allowed.
    fileprivate init(_ marks: String, _ columns: [OptionColumn]) {
        func marked(_ mark: Character) -> OptionColumns {
            zip(marks, columns).reduce(into: []) { if $1.0 == mark { $0.insert(OptionColumns($1.1)) } }
        }
        required = marked("+")
        forbidden = marked("x")
        exclusive = marked("1")
    }

    /// Whether a set of options needs a closer look.
    func mayReject(_ given: OptionColumns) -> Bool {
        let chosen = given.intersection(exclusive).rawValue
        return !given.isSuperset(of: required) || !given.isDisjoint(with: forbidden)
            || chosen & (chosen &- 1) != 0
    }

    /// What is wrong with a set of options.
    enum Violation {
        case missing(OptionColumn)
        case illegal(OptionColumn)
        case conflict(OptionColumn, with: OptionColumn)
    }

    /// The first thing that is wrong, in the order of the columns.
    func violation(_ given: OptionColumns) -> Violation? {
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
struct CommandMatrix: Sendable {
    static let ipvsadm = CommandMatrix()

    private let commands: [OptionRules?]
    private let tunnels: [OptionRules]

    private init() {
        commands = CommandName.allCases.map { command in
            Self.marks[command].map { OptionRules($0, OptionColumn.allCases) }
        }
        tunnels = Self.tunnelMarks.map { OptionRules($0, Self.tunnelColumns) }
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
    private static let marks: [CommandName: String] = [
        //            ncaspMrfwxymtdsrtpnseopbgptminpncr
        .addService: "xx+   xxxxxxxxxxxxxxx   xxxxxxxxxx",
        .editService: "xx+   xxxxxxxxxxxxxxx   xxxxxxxxxx",
        .deleteService: "xx+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .clear: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .restore: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .save: " xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .addServer: "xx+xxx+    xxxxxxxxxxxxxxxxxx     ",
        .editServer: "xx+xxx+    xxxxxxxxxxxxxxxxxx     ",
        .deleteServer: "xx+xxx+xxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .list: " 11xxxxxxxxx11       xxxxxxx xxxxx",
        .zero: "xx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .setTimeouts: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        .startDaemon: "xxxxxxxxxxx xxxxxxx xxxx    xxxxxx",
        .stopDaemon: "xxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxx",
    ]

    private static let tunnelColumns: [OptionColumn] = [
        .tunnelPort, .tunnelNoChecksum, .tunnelChecksum, .tunnelRemoteChecksum,
    ]

    // In the order of the kernel's numbers: ipip, gue, gre.
    private static let tunnelMarks = ["xxxx", "+111", "x11x"]
}
