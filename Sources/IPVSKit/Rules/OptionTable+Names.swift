extension OptionRow {
    /// How people write the option: with its letter if it has one.
    var spelling: String {
        letter == 0 ? longSpelling : "-\(Character(UnicodeScalar(letter)))"
    }

    /// How people write the option with its word.
    var longSpelling: String { "--\(long)" }

    /// Whether the row is one of a command.
    var isCommand: Bool {
        if case .command = entry.meaning { true } else { false }
    }
}

extension OptionName {
    /// How people write the option.
    var spelling: String { OptionTable.row { $0.entry.meaning == .option(self) }?.spelling ?? "" }
}

extension OptionColumn {
    /// The name in ipvsadm's messages.
    package var ipvsadmName: String { Self.names[Int(rawValue)] }

    private static let names = [
        "numeric", "connection", "service-address", "scheduler", "persistent", "netmask", "real-server",
        "forwarding-method", "weight", "u-threshold", "l-threshold", "mcast-interface", "timeout", "daemon",
        "stats", "rate", "thresholds", "persistent-conn", "nosort", "syncid", "exact", "ops", "pe",
        "sched-flags", "mcast-group", "mcast-port", "mcast-ttl", "sync-maxlen", "tun-info", "tun-type",
        "tun-port", "tun-nocsum", "tun-csum", "tun-remcsum",
    ]
}

extension CommandName {
    /// The name in ipvsadm's messages, which is its long name but for one.
    package var ipvsadmName: String {
        self == .clear ? "flush" : row?.long.description ?? ""
    }

    /// How people write the command.
    var spelling: String { row?.spelling ?? "" }

    private var row: OptionRow? {
        OptionTable.row { $0.entry.meaning == .command(self) }
    }
}
