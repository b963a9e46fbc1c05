import IPVSKit

/// `lvsctl edit-server`.
struct EditServer: Verb {
    static let description = VerbDescription(
        "edit-server",
        "Change the given settings of a real server; keep the others.",
        synopsis: "\(ServiceSelection.synopsis) -r ADDRESS[:PORT]",
        examples: [
            "edit-server -t 10.0.0.1:80 -r 192.168.1.2 -w 0",
            "edit-server -t 10.0.0.1:80 -r 192.168.1.2 -x 0 -y 0",
        ]
    )

    let service = ServiceSelection()
    let server = ServerSelection()
    let settings = ServerSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Virtual service", service), OptionSection("Real server", server),
            OptionSection("What to change", settings),
        ]
    }

    func run(in context: VerbContext) throws(Failure) {
        let (identity, endpoint, edit) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            let edit = try settings.edit()
            if edit == ServerEdit() { throw UsageError("nothing to change is named") }
            return (identity, try server.endpoint(of: identity, context.names), edit)
        }
        try context.edit(endpoint, of: identity, edit) { new throws(UsageError) in
            try settings.check(result: new)
            try settings.check(edited: new, in: identity)
            if edit.method != nil { try new.checkPort(in: identity) }
        }
    }
}
