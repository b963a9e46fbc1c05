import IPVSKit

/// `lvsctl list`, and `lvsctl` alone.
struct List: Verb {
    static let description = VerbDescription(
        "list",
        "Show virtual services and their real servers.",
        synopsis: "[\(ServiceSelection.synopsis)]",
        details: """
            Weight 0 is shown in yellow, overload and services without a usable server in red. --stats, \
            --rate and the like can be combined; --json always has everything.
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

    func run(in context: VerbContext) throws(Failure) {
        let (choice, order) = try orUsageFailure { () throws(UsageError) in
            (try selection.choice(context.names), try format.order())
        }
        let isAll = context.preferences.isJSON || format.columns.haveCounters || order.usesCounters
        let detail: TableDetail = isAll ? .withCounters : .withoutCounters
        var table = try context.readVisibleTable(choice.service, reading: detail)
        if format.columns.haveCounters { context.noteIfEstimationIsOff() }
        table.snapshot.keep(choice.servers)
        guard !context.preferences.isJSON else {
            // Servers stay in the kernel's order, which schedulers follow.
            order.sortServices(&table.snapshot)
            return try context.writeJSON(table, choice.selection)
        }
        order.sort(&table.snapshot)
        let snapshot = table.snapshot
        try context.write(
            // What could not be seen gets no column: a zero there would be a lie.
            ServiceList(
                services: snapshot.services,
                columns: table.omissions.isEmpty ? format.columns : [],
                isExact: format.exact.isGiven,
                printer: context.printer(for: snapshot.addresses)
            )
        )
    }
}

/// The options that say what a list shows.
struct ListFormat: OptionGroup {
    let statistics = FlagOption(.statistics, "Connections, packets and bytes so far.")
    let rates = FlagOption(.rates, "The same in a second.")
    let thresholds = FlagOption(.thresholds, "The limits of connections.")
    let persistent = FlagOption(.persistentConnections, "Clients that stick to a server.")
    let tunnel = FlagOption(.tunnelData, "Kinds of tunnels.")
    let exact = FlagOption(.exact, "Large numbers in full.")
    let sort = ValueOption(
        .sort,
        "key",
        "Largest first: weight, active, inactive, connections, rate; or address.",
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
    func order() throws(UsageError) -> ListOrder {
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
