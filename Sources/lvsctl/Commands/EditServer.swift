import ArgumentParser
import IPVSKit

/// `lvsctl edit-server`.
struct EditServer: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit-server",
        _superCommandName: "lvsctl",
        abstract: "Change what is named about a real server, keep the rest.",
        usage:
            "lvsctl edit-server -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] -r ADDRESS[:PORT] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl edit-server -t 10.0.0.1:80 -r 192.168.1.2 -w 0
              lvsctl edit-server -t 10.0.0.1:80 -r 192.168.1.2 -x 0 -y 0
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "Real server") var server: ServerSelection
    @OptionGroup(title: "What to change") var settings: ServerSettings
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let (identity, endpoint, edit) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            let edit = try settings.edit()
            if edit == ServerEdit() { throw UsageError("nothing to change is named") }
            return (identity, try server.endpoint(of: identity, context.names), edit)
        }
        try context.edit(endpoint, of: identity, edit) { new throws(UsageError) in
            try settings.check(result: new)
            if edit.method != nil { try new.checkPort(in: identity) }
        }
    }
}
