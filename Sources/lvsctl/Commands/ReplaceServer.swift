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

    func request(_ names: any NameLookup) throws -> Replacement {
        let identity = try service.identity(names)
        let new = try settings.server(try server.endpoint(of: identity, names), in: identity)
        return Replacement(addition: .addServer(new, to: identity), subject: "\(new.endpoint) of \(identity)")
    }
}
