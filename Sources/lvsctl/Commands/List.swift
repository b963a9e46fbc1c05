import ArgumentParser
import IPVSKit

/// `lvsctl list`, and `lvsctl` alone.
struct List: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        _superCommandName: "lvsctl",
        abstract: "Show virtual services and their real servers.",
        usage: "lvsctl list [-t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6]] [OPTIONS]",
        discussion: """
            Weight 0 is shown in yellow, overload and services without a usable server in red. \
            --stats, --rate and the like can be combined; --json always has everything.

            EXAMPLES:
              lvsctl list
              lvsctl list -t 10.0.0.1:80 --stats --rate
              lvsctl list --sort active --json
            """
    )

    @OptionGroup(title: "Which services") var selection: ListSelection
    @OptionGroup(title: "What to show") var format: ListFormat
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let (identity, filter, order) = try orUsageFailure { () throws(UsageError) in
            (
                try selection.service.identityIfNamed(context.names),
                try SingleValue(.server, selection.server).endpointFilter(),
                try format.order()
            )
        }
        let table = try context.readVisibleTable(identity)
        let kept = table.snapshot.keeping(filter)
        guard !context.preferences.isJSON else {
            var writer = JSONWriter(.indented)
            // Servers stay in the kernel's order, which schedulers follow.
            writer.write(order.sortedServices(kept), info: table.info, omissions: table.omissions)
            return try context.write(writer.bytes)
        }
        let shown = order.sorted(kept)
        try context.write(
            // What could not be seen gets no column: a zero there would be a lie.
            ServiceList(
                services: shown.services,
                columns: table.omissions.isEmpty ? format.columns : [],
                isExact: format.isExact
            ),
            printer: context.printer(for: shown.addresses)
        )
    }
}

/// The options that say what a list shows.
struct ListFormat: ParsableArguments {
    @Flag(name: .customLong("stats"), help: "Connections, packets and bytes so far.")
    var showsStatistics = false
    @Flag(name: .customLong("rate"), help: "The same in a second.")
    var showsRates = false
    @Flag(name: .customLong("thresholds"), help: "The limits of connections.")
    var showsThresholds = false
    @Flag(name: .customLong("persistent"), help: "Clients that stick to a server.")
    var showsPersistent = false
    @Flag(name: .customLong("tunnel"), help: "Kinds of tunnels.")
    var showsTunnels = false
    @Flag(name: .customLong("exact"), help: "Large numbers in full.")
    var isExact = false
    @Option(
        .sort,
        ArgumentHelp(
            "Largest first: weight, active, inactive, connections, rate; or address.",
            valueName: "key"
        ),
        completion: .list(ListOrder.names.map(\.0))
    )
    var sort: [String]

    var columns: ListColumns {
        let rows: [(Bool, ListColumns)] = [
            (showsStatistics, .statistics), (showsRates, .rates), (showsThresholds, .thresholds),
            (showsPersistent, .persistentConnections), (showsTunnels, .tunnel),
        ]
        return rows.filter(\.0).reduce(into: []) { $0.insert($1.1) }
    }

    /// The order that is asked for.
    func order() throws(UsageError) -> ListOrder {
        try SingleValue(.sort, sort).word(of: ListOrder.names, "an order") ?? .address
    }
}
