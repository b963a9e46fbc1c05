import IPVSKit

/// The options that say which connections are shown.
struct ConnectionSelection: OptionGroup {
    let service = ServiceSelection()
    let client = ValueOption(.client, "address[/bits][:port]", "Only of these clients.")
    let server = ValueOption(.server, "address[/bits][:port]", "Only to these real servers.")
    let state = ValueOption(.state, "state", "Only in this state, such as established or fin_wait.")

    var options: [VerbOption] { service.options + [client, server, state] }

    /// The connections that are asked for.
    func filter(_ names: any NameLookup) throws(UsageError) -> ConnectionFilter {
        ConnectionFilter(
            service: try service.identityIfNamed(names),
            client: try client.endpointFilter(names),
            server: try server.endpointFilter(names),
            state: try state.kernelName("a state", limit: KernelName.capacity, example: "established")
        )
    }
}
