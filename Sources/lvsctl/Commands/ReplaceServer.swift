import IPVSKit

/// `lvsctl replace-server`.
struct ReplaceServer: Verb {
    static let description = VerbDescription(
        "replace-server",
        "Add a real server, or replace all settings of an existing one.",
        synopsis: "\(ServiceSelection.synopsis) -r ADDRESS[:PORT]",
        details: """
            Idempotent: settings that are not given get their defaults, as with add-server. Prints whether the server was added or edited.
            """,
        examples: [
            "replace-server -t 10.0.0.1:80 -r 192.168.1.2 -m -w 5"
        ]
    )

    let service = ServiceSelection()
    let server = ServerSelection()
    let settings = ServerSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Virtual service", service), OptionSection("Real server", server),
            OptionSection("Settings", settings),
        ]
    }

    func run(in context: VerbContext) throws(Failure) {
        let (identity, new) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            return (
                identity, try settings.server(try server.endpoint(of: identity, context.names), in: identity)
            )
        }
        try context.replace(new, of: identity)
    }
}
