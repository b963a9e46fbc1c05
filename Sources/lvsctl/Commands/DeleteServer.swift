import ArgumentParser
import IPVSKit

/// `lvsctl delete-server`.
struct DeleteServer: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete-server",
        _superCommandName: "lvsctl",
        abstract: "Delete a real server from a virtual service.",
        usage:
            "lvsctl delete-server -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] -r ADDRESS[:PORT] [OPTIONS]",
        discussion: """
            Its connections are cut. To let them end first, give it the weight 0 and wait.

            EXAMPLES:
              lvsctl delete-server -t 10.0.0.1:80 -r 192.168.1.2
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "Real server") var server: ServerSelection
    @OptionGroup(title: "If it is not there") var missing: MissingOptions
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let (identity, endpoint) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            return (identity, try server.endpoint(of: identity, context.names))
        }
        try context.delete(.deleteServer(endpoint, from: identity), ifExists: missing.isAllowed)
    }
}
