import IPVSKit

/// The options that say which services a list shows.
struct ListSelection: OptionGroup {
    let service = ServiceSelection()
    let server = ValueOption(
        .server,
        "address[/bits][:port]",
        "Show only real servers with this address, and their services."
    )

    var options: [VerbOption] { service.options + [server] }

    /// What is asked for.
    func choice(_ names: any NameLookup) throws(UsageError) -> ListChoice {
        let identity = try service.identityIfNamed(names)
        return ListChoice(
            service: identity,
            servers: try server.endpointFilter(names),
            selection: TableSelection(
                services: identity.map { [$0.description] } ?? [],
                servers: try server.text().map { [$0] } ?? []
            )
        )
    }
}

/// Which services and servers a list or a saved table shows.
struct ListChoice {
    /// The one service; nil for all.
    var service: ServiceIdentity?
    /// Which servers; nil for all.
    var servers: EndpointFilter?
    /// The same in words.
    var selection: TableSelection
}
