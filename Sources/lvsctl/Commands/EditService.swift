import ArgumentParser
import IPVSKit

/// `lvsctl edit-service`.
struct EditService: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit-service",
        _superCommandName: "lvsctl",
        abstract: "Change what is named about a virtual service, keep the rest.",
        usage: "lvsctl edit-service -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl edit-service -t 10.0.0.1:80 -s wlc
              lvsctl edit-service -t 10.0.0.1:80 -p 600
              lvsctl edit-service -t 10.0.0.1:80 --no-persistent -b none
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "What to change") var settings: ServiceSettings
    @OptionGroup(title: "What to take away") var removals: ServiceRemovals
    @OptionGroup(title: "General") var global: GlobalOptions

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
