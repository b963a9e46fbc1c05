import IPVSKit

/// `lvsctl list`, and `lvsctl` alone.
struct List: Verb {
    static let description = VerbDescription(
        "list",
        "Show virtual services and their real servers.",
        synopsis: "[\(ServiceSelection.synopsis)]",
        details: """
            Servers with weight 0 are yellow; overloaded servers and services without a usable server are red. \
            --stats, --rate and the others can be combined; --json always prints everything. To watch the table \
            in colour, use watch -c lvsctl list --color always.
            """,
        examples: [
            "list",
            "list -t 10.0.0.1:80 --stats --rate",
            "list --sort active --json",
        ]
    )

    let selection = ListSelection()
    let format = ListFormat()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Which services", selection), OptionSection("What to show", format)]
    }

    /// What is asked for.
    struct Request {
        let choice: ListChoice
        let order: ListOrder
        let columns: ListColumns
        let isExact: Bool
    }

    func request(_ names: any NameLookup) throws -> Request {
        Request(
            choice: try selection.choice(names),
            order: try format.order(),
            columns: format.columns,
            isExact: format.exact.isGiven
        )
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let (choice, order, columns) = (request.choice, request.order, request.columns)
        let isJSON = environment.preferences.isJSON
        let isAll = isJSON || columns.haveCounters || order.usesCounters
        var table = try environment.tables.readVisible(
            choice.service,
            reading: isAll ? .withCounters : .withoutCounters
        )
        table.snapshot.keep(choice.servers)
        if isJSON {
            // Servers stay in the kernel's order, which schedulers follow.
            order.sortServices(&table.snapshot)
            try writeJSON(table, choice.selection, environment)
        } else {
            if isAll { _ = checkEstimation(environment) }
            order.sort(&table.snapshot)
            let snapshot = table.snapshot
            let list = ServiceList(
                services: snapshot.services,
                // What could not be seen gets no column: a zero there would be a lie.
                columns: table.omissions.isEmpty ? columns : [],
                isExact: request.isExact,
                printer: environment.printer(for: snapshot.addresses)
            )
            try write(list, to: environment.output)
        }
        if let lines = table.snapshot.unreadable { throw lines }
    }

    /// Writes a list for a person.
    private static func write(_ list: ServiceList, to output: Output) throws {
        let terminal = output.terminal()
        let hasColor = terminal.hasColor(output.preferences.color)
        let omitted = try list.write(width: terminal.width, hasColor: hasColor) { text in
            try output.write(text)
        }
        if !omitted.isEmpty {
            output.note("the terminal is too narrow for \(listed(omitted, "and")) (--json has everything)")
        }
    }

    /// Writes a table as a document, with all that is known of it.
    private static func writeJSON(
        _ table: VisibleTable,
        _ selection: TableSelection,
        _ environment: Environment
    ) throws {
        var writer = JSONWriter(.indented)
        let omissions = table.omissions
        try writer.write(
            table.snapshot,
            selection,
            info: table.info,
            omissions: omissions,
            isEstimating: omissions.isEmpty ? checkEstimation(environment) : true
        ) { writer in
            try environment.output.write(writer.bytes)
            writer.removeWritten()
        }
        try environment.output.write(writer.bytes)
    }

    /// Whether the kernel updates counters and rates; if not, that is said.
    private static func checkEstimation(_ environment: Environment) -> Bool {
        let path = environment.settingsFolder + "/run_estimation"
        guard environment.preferences.tableFile == nil,
            let setting = try? InputFile.contents(of: path, limit: 16),
            setting.first == UInt8(ascii: "0")
        else { return true }
        environment.output.note(
            "counters are not updated and rates are 0: sysctl net.ipv4.vs.run_estimation is 0"
        )
        return false
    }
}

/// The options that say what a list shows.
struct ListFormat: OptionGroup {
    let statistics = FlagOption(.statistics, "Totals of connections, packets and bytes.")
    let rates = FlagOption(.rates, "Connections, packets and bytes per second.")
    let thresholds = FlagOption(.thresholds, "Upper and lower thresholds.")
    let persistent = FlagOption(.persistentConnections, "Persistent clients of each server.")
    let tunnel = FlagOption(.tunnelData, "Tunnel types.")
    let exact = FlagOption(.exact, "Print large numbers in full.")
    let sort = ValueOption(
        .sort,
        "key",
        "Sort servers by address (default), or largest first by weight, active, inactive, connections or rate.",
        candidates: .words(ListOrder.names.map(\.0))
    )

    var options: [VerbOption] { [statistics, rates, thresholds, persistent, tunnel, exact, sort] }

    var columns: ListColumns {
        let rows: [(FlagOption, ListColumns)] = [
            (statistics, .statistics), (rates, .rates), (thresholds, .thresholds),
            (persistent, .persistentConnections), (tunnel, .tunnel),
        ]
        return rows.filter(\.0.isGiven).reduce(into: []) { $0.insert($1.1) }
    }

    /// The order that is asked for.
    func order() throws -> ListOrder {
        try sort.word(of: ListOrder.names, "an order") ?? .address
    }
}

extension List {
    /// Options that ipvsadm calls otherwise, and a verb after its options.
    static func hint(for word: String) -> String? {
        switch word {
        case "--persistent-conn": "is it --persistent?"
        case "--tun-info": "is it --tunnel?"
        case "-X": "is it --exact?"
        case "--nosort": "lvsctl list always sorts, by address unless --sort says otherwise"
        case "-c", "--connection": "is it lvsctl connections?"
        case "--timeout": "is it lvsctl timeouts?"
        case "--daemon": "is it lvsctl sync?"
        default: VerbTable.isVerb(word) ? "the verb stands before its options" : nil
        }
    }
}
