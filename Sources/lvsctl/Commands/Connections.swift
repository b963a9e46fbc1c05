import IPVSKit

/// `lvsctl connections`.
struct Connections: Verb {
    static let description = VerbDescription(
        "connections",
        "Show the kernel's table of connections.",
        synopsis: "[\(ServiceSelection.synopsis)]",
        details: """
            Filters can be combined. A firewall mark finds its persistence templates only: the kernel does \
            not say to which mark a connection belongs.
            """,
        examples: [
            "connections --client 192.0.2.0/24",
            "connections -t 10.0.0.1:80 --state established --count",
        ]
    )

    let selection = ConnectionSelection()
    let format = ConnectionFormat()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [OptionSection("Which connections", selection), OptionSection("What to show", format)]
    }

    func run(in context: VerbContext) throws(Failure) {
        let filter = try orUsageFailure { () throws(UsageError) in try selection.filter(context.names) }
        if let state = filter.state, !state.isKnownState {
            let known = listed(KernelName.knownStates.map(\.description), "and")
            context.note(
                "no kernel known to lvsctl has connections in the state \(quoted("\(state)")) (\(known))"
            )
        }
        let table = try context.table(for: .viewing)
        if format.count.isGiven {
            try context.countConnections(of: table, filter)
        } else {
            try context.listConnections(of: table, filter)
        }
    }
}

/// The options that say what is shown of connections.
struct ConnectionFormat: OptionGroup {
    let count = FlagOption(.count, "Only how many there are of each service, server and state.")

    var options: [VerbOption] { [count] }
}
