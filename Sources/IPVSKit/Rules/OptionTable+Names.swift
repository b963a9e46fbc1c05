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

extension OptionEntry {
    /// How people write the option.
    var spelling: String { OptionTable.row { $0.entry.meaning == meaning }?.spelling ?? "" }
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
