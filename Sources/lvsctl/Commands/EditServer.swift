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

    /// What is asked for.
    struct Request {
        let identity: ServiceIdentity
        let endpoint: Endpoint
        let edit: ServerEdit
    }

    func request(_ names: any NameLookup) throws -> Request {
        let identity = try service.identity(names)
        let edit = try settings.edit()
        if edit == ServerEdit() { throw UsageError("no setting to change is given") }
        return Request(identity: identity, endpoint: try server.endpoint(of: identity, names), edit: edit)
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let identity = request.identity
        let change = try environment.tables.performVerified { table in
            let old = try table.server(request.endpoint, of: identity)
            let new = request.edit.applied(to: old)
            try request.edit.check(result: new, in: identity)
            let change = Change.editServer(new, of: identity)
            try change.check(ignoring: Set(old.errors(in: identity.family)))
            return change
        }
        if request.edit.weight ?? 0 > 0 { environment.noteHold(Hold.Subject(request.endpoint, of: identity)) }
        try environment.output.report([change])
    }
}

extension Environment {
    /// Says that a server which gets a weight is still held: the next document takes the weight away again.
    fileprivate func noteHold(_ subject: Hold.Subject) {
        guard let hold = try? holds.all().current(at: holds.now())[subject] else { return }
        output.note(
            "\(subject.inWords) is still held (\(hold.reasons.listed)): restore and apply set its weight to 0 again; lvsctl "
                + "enable ends the hold"
        )
    }
}
