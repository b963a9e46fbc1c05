import IPVSKit

/// `lvsctl connections`.
struct Connections: Verb {
    static let description = VerbDescription(
        "connections",
        "Show the kernel's table of connections.",
        synopsis: "[\(ServiceSelection.synopsis)]",
        details: """
            Filters can be combined. With a firewall mark, only its persistence templates are found: the kernel \
            does not record which mark a connection came by. States: \(listed(StateFilter.words.map(\.0), "and")). \
            Lines of the kernel's list that are no entries are skipped; their number is reported at the end, and \
            the exit status is 3.
            """,
        examples: [
            "connections --client 192.0.2.0/24",
            "connections -t 10.0.0.1:80 --state established --count",
            "connections --state template --count",
        ]
    )

    let selection = ConnectionSelection()
    let format = ConnectionFormat()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Which connections", selection), OptionSection("What to show", format)]
    }

    /// What is asked for.
    struct Request {
        let filter: ConnectionFilter
        let isCount: Bool
    }

    func request(_ names: any NameLookup) throws -> Request {
        Request(filter: try selection.filter(names), isCount: format.count.isGiven)
    }

    static func run(_ request: Request, in context: VerbContext) throws {
        let table = try context.table(for: .viewing)
        if request.isCount {
            try context.countConnections(of: table, request.filter)
        } else {
            try context.listConnections(of: table, request.filter)
        }
    }
}

/// The options that say what is shown of connections.
struct ConnectionFormat: OptionGroup {
    let count = FlagOption(.count, "Count connections by service, server and state.")

    var options: [VerbOption] { [count] }
}
