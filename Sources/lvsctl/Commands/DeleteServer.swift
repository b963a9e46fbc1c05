import IPVSKit

/// `lvsctl delete-server`.
struct DeleteServer: Verb {
    static let description = VerbDescription(
        "delete-server",
        "Delete a real server from a virtual service.",
        synopsis: "\(ServiceSelection.synopsis) -r ADDRESS[:PORT]",
        details: """
            Its connections are cut. To let them end first, give it the weight 0 and wait.
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
            OptionSection("If it is not there", missing),
        ]
    }

    func run(in context: VerbContext) throws(Failure) {
        let (identity, endpoint) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            return (identity, try server.endpoint(of: identity, context.names))
        }
        try context.delete(.deleteServer(endpoint, from: identity), ifExists: missing.ifExists.isGiven)
    }
}
