import ArgumentParser
import IPVSKit

/// `lvsctl connections`.
struct Connections: Verb {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        _superCommandName: "lvsctl",
        abstract: "Show the kernel's table of connections.",
        usage: "lvsctl connections [-t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6]] [OPTIONS]",
        discussion: """
            Filters can be combined. A firewall mark finds its persistence templates only: the kernel does not \
            say to which mark a connection belongs.

            EXAMPLES:
              lvsctl connections --client 192.0.2.0/24
              lvsctl connections -t 10.0.0.1:80 --state established --count
            """
    )

    @OptionGroup(title: "Which connections") var selection: ConnectionSelection
    @OptionGroup(title: "What to show") var format: ConnectionFormat
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let filter = try orUsageFailure { () throws(UsageError) in try selection.filter(context.names) }
        let table = try context.table()
        if format.isCounted {
            try context.countConnections(of: table, filter)
        } else {
            try context.listConnections(of: table, filter)
        }
    }
}

/// The options that say what is shown of connections.
struct ConnectionFormat: ParsableArguments {
    @Flag(.count, "Only how many there are of each service, server and state.")
    var isCounted: Bool
}
