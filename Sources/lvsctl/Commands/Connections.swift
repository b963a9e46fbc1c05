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
            Filters can be combined. A firewall mark finds its persistence templates only: the kernel does not
            say to which mark a connection belongs.

            EXAMPLES:
              lvsctl connections --client 192.0.2.0/24
              lvsctl connections -t 10.0.0.1:80 --state established --count
            """
    )

    @OptionGroup(title: "Which connections") var service: ServiceSelection
    @Option(.client, ArgumentHelp("Only of these clients.", valueName: "address[/bits|:port]"))
    var client: [String]
    @Option(.server, ArgumentHelp("Only to these real servers.", valueName: "address[/bits|:port]"))
    var server: [String]
    @Option(.state, ArgumentHelp("Only in this state, such as established or fin_wait.", valueName: "state"))
    var state: [String]
    @Flag(.count, "Only how many there are of each service, server and state.")
    var isCounted: Bool
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let filter = try orUsageFailure { () throws(UsageError) in
            ConnectionFilter(
                service: try service.identityIfNamed(context.names),
                client: try SingleValue(.client, client).endpointFilter(),
                server: try SingleValue(.server, server).endpointFilter(),
                state: try SingleValue(.state, state).name("a state", limit: KernelName.capacity)
            )
        }
        let table = try context.table()
        if isCounted {
            try context.countConnections(of: table, filter)
        } else {
            try context.listConnections(of: table, filter)
        }
    }
}
