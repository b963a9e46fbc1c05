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

    static func run(_ request: Request, in context: VerbContext) throws {
        let (choice, order, columns) = (request.choice, request.order, request.columns)
        let isAll = context.preferences.isJSON || columns.haveCounters || order.usesCounters
        let detail: TableDetail = isAll ? .withCounters : .withoutCounters
        var table = try context.readVisibleTable(choice.service, reading: detail)
        table.snapshot.keep(choice.servers)
        if context.preferences.isJSON {
            // Servers stay in the kernel's order, which schedulers follow.
            order.sortServices(&table.snapshot)
            try context.writeJSON(table, choice.selection)
        } else {
            if columns.haveCounters || order.usesCounters { _ = context.checkEstimation() }
            order.sort(&table.snapshot)
            let snapshot = table.snapshot
            try context.write(
                // What could not be seen gets no column: a zero there would be a lie.
                ServiceList(
                    services: snapshot.services,
                    columns: table.omissions.isEmpty ? columns : [],
                    isExact: request.isExact,
                    printer: context.printer(for: snapshot.addresses)
                )
            )
        }
        if let lines = table.snapshot.unreadable { throw Failure.unreadable(lines) }
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
        case "--nosort": "is it --sort?"
        case "-c", "--connection": "is it lvsctl connections?"
        case "--timeout": "is it lvsctl timeouts?"
        case "--daemon": "is it lvsctl sync?"
        default: VerbTable.isVerb(word) ? "the verb stands before its options" : nil
        }
    }
}
