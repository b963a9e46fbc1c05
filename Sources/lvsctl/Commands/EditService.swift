import IPVSKit

/// `lvsctl edit-service`.
struct EditService: Verb {
    static let description = VerbDescription(
        "edit-service",
        "Change the given settings of a virtual service; keep the others.",
        synopsis: "\(ServiceSelection.synopsis)",
        examples: [
            "edit-service -t 10.0.0.1:80 -s wlc",
            "edit-service -t 10.0.0.1:80 -p 600",
            "edit-service -t 10.0.0.1:80 --no-persistent -b none",
        ]
    )

    let service = ServiceSelection()
    let settings = ServiceSettings()
    let removals = ServiceRemovals()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Virtual service", service), OptionSection("What to change", settings),
            OptionSection("What to turn off", removals),
        ]
    }

    /// What is asked for.
    struct Request {
        let identity: ServiceIdentity
        let edit: ServiceEdit
        /// The scheduler flags as they were typed.
        let flagNames: SchedulerFlagNames?
    }

    func request(_ names: any NameLookup) throws -> Request {
        let identity = try service.identity(names)
        var edit = try settings.edit(for: identity)
        try removals.apply(to: &edit)
        if edit == ServiceEdit() { throw UsageError("no setting to change is given") }
        return Request(identity: identity, edit: edit, flagNames: try settings.flagNames())
    }

    static func run(_ request: Request, in environment: Environment) throws {
        let change = try environment.tables.performVerified { table in
            guard let old = try table.settings(of: request.identity) else {
                throw TableError.noSuchService(request.identity)
            }
            let new = request.edit.applied(to: old)
            try request.edit.check(result: new, request.flagNames)
            let change = Change.editService(new)
            try change.check(ignoring: Set(old.errors()))
            return change
        }
        try environment.output.report([change])
    }
}
