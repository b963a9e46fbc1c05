import ArgumentParser
import IPVSKit

/// The options that say which services a list shows.
struct ListSelection: ParsableArguments {
    @OptionGroup var service: ServiceSelection
    @Option(
        .server,
        ArgumentHelp(
            "Only real servers with this address, and the services that have one.",
            valueName: "address[/bits|:port]"
        )
    )
    var server: [String]
}

/// The options that say which connections are shown.
struct ConnectionSelection: ParsableArguments {
    @OptionGroup var service: ServiceSelection
    @Option(.client, ArgumentHelp("Only of these clients.", valueName: "address[/bits|:port]"))
    var client: [String]
    @Option(.server, ArgumentHelp("Only to these real servers.", valueName: "address[/bits|:port]"))
    var server: [String]
    @Option(.state, ArgumentHelp("Only in this state, such as established or fin_wait.", valueName: "state"))
    var state: [String]

    /// The connections that are asked for.
    func filter(_ names: any NameLookup) throws(UsageError) -> ConnectionFilter {
        ConnectionFilter(
            service: try service.identityIfNamed(names),
            client: try SingleValue(.client, client).endpointFilter(),
            server: try SingleValue(.server, server).endpointFilter(),
            state: try SingleValue(.state, state)
                .name("a state", limit: KernelName.capacity, example: "established")
        )
    }
}
