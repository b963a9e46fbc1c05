import IPVSKit

/// `lvsctl delete-server`.
struct DeleteServer: Verb {
    static let description = VerbDescription(
        "delete-server",
        "Delete a real server from a virtual service.",
        synopsis: "\(ServiceSelection.synopsis) -r ADDRESS[:PORT]",
        details: """
            Packets of its open connections are dropped; clients are not told. If the server is added again \
            before the connections expire, they go on. With the sysctl net.ipv4.vs.expire_nodest_conn=1, clients \
            are reset instead. To let connections end first, drain the server: set its weight to 0 and wait.
            """,
        examples: [
            "delete-server -t 10.0.0.1:80 -r 192.168.1.2"
        ]
    )

    let service = ServiceSelection()
    let server = ServerSelection()
    let missing = MissingOptions()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Virtual service", service), OptionSection("Real server", server),
            OptionSection("If it does not exist", missing),
        ]
    }

    func request(_ names: any NameLookup) throws -> Deletion {
        let identity = try service.identity(names)
        let endpoint = try server.endpoint(of: identity, names)
        return Deletion(change: .deleteServer(endpoint, from: identity), ifExists: missing.ifExists.isGiven)
    }
}
