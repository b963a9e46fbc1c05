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

    func run(in context: VerbContext) throws(Failure) {
        let (identity, edit) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            return (identity, try self.edit(of: identity))
        }
        try context.edit(identity, edit) { new throws(UsageError) in try settings.check(edit, result: new) }
    }

    private func edit(of identity: ServiceIdentity) throws(UsageError) -> ServiceEdit {
        var edit = try settings.edit(for: identity)
        try removals.apply(to: &edit)
        if edit == ServiceEdit() { throw UsageError("nothing to change is named") }
        return edit
    }
}
