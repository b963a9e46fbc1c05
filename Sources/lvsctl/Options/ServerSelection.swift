import IPVSKit

/// The option that names a real server.
struct ServerSelection: OptionGroup {
    let realServer = ValueOption(
        .realServer,
        "address[:port]",
        "The real server; the default port is the service's."
    )

    var options: [VerbOption] { [realServer] }

    /// The server that is named, as one of a service.
    func endpoint(
        of identity: ServiceIdentity,
        _ names: any NameLookup
    ) throws(UsageError) -> Endpoint {
        guard let text = try realServer.text() else {
            throw UsageError("no real server is named (use -r)")
        }
        let serviceProtocol = identity.serviceProtocol ?? .tcp
        return try names.endpoint(
            text,
            option: .realServer,
            preferring: identity.family,
            serviceProtocol: serviceProtocol,
            defaultPort: identity.port ?? 0
        )
    }
}
