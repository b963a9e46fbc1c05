/// The commands of the grammar.
package enum CommandName: UInt8, CaseIterable, Sendable {
    case addService, editService, deleteService, clear, restore, save, addServer, editServer, deleteServer
    case list, zero, setTimeouts, startDaemon, stopDaemon, help, version
}

/// The options of the grammar, one for each way of spelling, but for those that are plain numbers of a field.
package enum OptionName: UInt8, CaseIterable, Sendable {
    case tcpService, udpService, sctpService, firewallMark, ipv6
    case scheduler, persistent, netmask, onePacket, engine, schedulerFlags
    case realServer, gatewaying, ipip, masquerading
    case tunnelType, tunnelNoChecksum, tunnelChecksum, tunnelRemoteChecksum
    case connection, timeout, daemon, stats, rate, thresholds, persistentConnections, tunnelInfo
    case noSort, sort, numeric, exact
    case multicastInterface, multicastGroup
}

/// What a command or option is: the part of a row that reading needs.
package struct OptionEntry: Hashable, Sendable {
    /// Whether an option has a value.
    package enum Value: UInt8, Sendable {
        case none, required, optional
    }

    /// What an entry stands for.
    package enum Meaning: Hashable, Sendable {
        case command(CommandName)
        case option(OptionName)
        /// An option whose value is a number of a server.
        case serverNumber(Field)
        /// An option whose value is a number of a sync daemon.
        case daemonNumber(Field)
    }

    /// What the entry stands for.
    package let meaning: Meaning
    /// Whether there is a value.
    package let value: Value
    /// The column of an option; nil for a command, and for options that are never checked.
    package let column: OptionColumn?
}

/// One row of the grammar: how a command or option is spelled, and what it is.
package struct OptionRow: Sendable {
    /// The long name, without dashes.
    package let long: StaticString
    /// The letter; 0 if there is none.
    package let letter: UInt8
    /// What it is.
    package let entry: OptionEntry

    fileprivate init(
        _ long: StaticString,
        _ letter: Unicode.Scalar?,
        _ value: OptionEntry.Value,
        _ command: CommandName
    ) {
        self.long = long
        self.letter = letter.map(UInt8.init(ascii:)) ?? 0
        entry = OptionEntry(meaning: .command(command), value: value, column: nil)
    }

    fileprivate init(
        _ long: StaticString,
        _ letter: Unicode.Scalar?,
        _ value: OptionEntry.Value,
        _ option: OptionName,
        _ column: OptionColumn?
    ) {
        self.long = long
        self.letter = letter.map(UInt8.init(ascii:)) ?? 0
        entry = OptionEntry(meaning: .option(option), value: value, column: column)
    }

    /// A row of a field, whose letter and word are the field's.
    init(_ field: Field, _ value: OptionEntry.Value, _ option: OptionName? = nil) {
        let definition = field.definition
        long = definition.word
        letter = definition.letter.map(UInt8.init(ascii:)) ?? 0
        let isOfDaemon = definition.owner == .daemon
        let number: OptionEntry.Meaning = isOfDaemon ? .daemonNumber(field) : .serverNumber(field)
        let meaning = option.map { .option($0) } ?? number
        entry = OptionEntry(meaning: meaning, value: value, column: OptionColumn(placeOf: field))
    }
}

/// All commands and options, found by letter or by long name.
///
/// A class, so that no table is copied where it is passed on.
package final class OptionTable: Sendable {
    /// The grammar of ipvsadm.
    package static let ipvsadm = OptionTable()

    private let letters: InlineArray<256, OptionEntry?>

    private init() {
        var letters = InlineArray<256, OptionEntry?>(repeating: nil)
        for row in Self.rows where row.letter != 0 { letters[Int(row.letter)] = row.entry }
        // A second letter for the list, as old as ipvsadm.
        letters[Int(UInt8(ascii: "l"))] = letters[Int(UInt8(ascii: "L"))]
        self.letters = letters
    }

    /// What a letter stands for; nil for nothing.
    @inline(__always)
    func entry(letter: UInt8) -> OptionEntry? { letters[Int(letter)] }

    /// What a long name stands for, in full; nil for nothing.
    func entry(long name: Span<UInt8>) -> OptionEntry? {
        Self.row { name.equals($0.long) }?.entry
    }

    /// Whether a word begins with a command, other than help and version, whose values are not looked at.
    ///
    /// For any other word than an option the table need not be made.
    package static func isCommand(_ word: Span<UInt8>) -> Bool {
        guard word.count > 1, word[0] == Byte.dash else { return false }
        var entry = ipvsadm.entry(letter: word[1])
        if word[1] == Byte.dash {
            let end = word.indices.first { word[$0] == Byte.equals } ?? word.count
            entry = ipvsadm.entry(long: word.extracting(2..<end))
        }
        guard case .command(let command) = entry?.meaning else { return false }
        return command != .help && command != .version
    }

    /// The first row of some kind.
    static func row(where isWanted: (OptionRow) -> Bool) -> OptionRow? {
        rows.first(where: isWanted)
    }

    /// The grammar, the words of saved rules first.
    static let rows = namedRows + (Field.serverNumbers + Field.daemonNumbers).map { OptionRow($0, .required) }

    private static let namedRows = [
        OptionRow("add-server", "a", .none, .addServer),
        OptionRow(.serverAddress, .required, .realServer),
        OptionRow(.tunnelType, .required, .tunnelType),
        OptionRow(.tunnelPort, .required),
        OptionRow("tun-nocsum", nil, .none, .tunnelNoChecksum, .tunnelNoChecksum),
        OptionRow(.tunnelChecksum, .none, .tunnelChecksum),
        OptionRow(.tunnelRemoteChecksum, .none, .tunnelRemoteChecksum),
        OptionRow("sctp-service", nil, .required, .sctpService, .serviceAddress),
        OptionRow(.engine, .required, .engine),
        OptionRow("add-service", "A", .none, .addService),
        OptionRow("edit-service", "E", .none, .editService),
        OptionRow("delete-service", "D", .none, .deleteService),
        OptionRow("edit-server", "e", .none, .editServer),
        OptionRow("delete-server", "d", .none, .deleteServer),
        OptionRow("clear", "C", .none, .clear),
        OptionRow("restore", "R", .none, .restore),
        OptionRow("save", "S", .none, .save),
        OptionRow("list", "L", .none, .list),
        OptionRow("zero", "Z", .none, .zero),
        OptionRow("set", nil, .none, .setTimeouts),
        OptionRow("start-daemon", nil, .required, .startDaemon),
        OptionRow("stop-daemon", nil, .required, .stopDaemon),
        OptionRow("help", "h", .none, .help),
        OptionRow("version", "v", .none, .version),
        OptionRow("tcp-service", "t", .required, .tcpService, .serviceAddress),
        OptionRow("udp-service", "u", .required, .udpService, .serviceAddress),
        OptionRow(.mark, .required, .firewallMark),
        OptionRow("ipv6", "6", .none, .ipv6, nil),
        OptionRow(.scheduler, .required, .scheduler),
        OptionRow(.timeout, .optional, .persistent),
        OptionRow(.netmask, .required, .netmask),
        OptionRow(.onePacket, .none, .onePacket),
        OptionRow(.schedulerFlags, .required, .schedulerFlags),
        OptionRow("gatewaying", "g", .none, .gatewaying, .forwardingMethod),
        OptionRow("ipip", "i", .none, .ipip, .forwardingMethod),
        OptionRow("masquerading", "m", .none, .masquerading, .forwardingMethod),
        OptionRow("connection", "c", .none, .connection, .connection),
        OptionRow("timeout", nil, .none, .timeout, .timeout),
        OptionRow("daemon", nil, .none, .daemon, .daemon),
        OptionRow("stats", nil, .none, .stats, .stats),
        OptionRow("rate", nil, .none, .rate, .rate),
        OptionRow("thresholds", nil, .none, .thresholds, .thresholds),
        OptionRow("persistent-conn", nil, .none, .persistentConnections, .persistentConnections),
        OptionRow("tun-info", nil, .none, .tunnelInfo, .tunnelInfo),
        OptionRow("nosort", nil, .none, .noSort, .noSort),
        OptionRow("sort", nil, .none, .sort, nil),
        OptionRow("numeric", "n", .none, .numeric, .numeric),
        OptionRow("exact", "X", .none, .exact, .exact),
        OptionRow(.interface, .required, .multicastInterface),
        OptionRow(.group, .required, .multicastGroup),
    ]
}
