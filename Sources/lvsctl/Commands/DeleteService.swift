import ArgumentParser
import IPVSKit

/// `lvsctl delete-service`.
struct DeleteService: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete-service",
        _superCommandName: "lvsctl",
        abstract: "Delete a virtual service and its real servers.",
        usage: "lvsctl delete-service -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl delete-service -t 10.0.0.1:80
              lvsctl delete-service -f 5 --if-exists
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "If it is not there") var missing: MissingOptions
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let identity = try orUsageFailure { () throws(UsageError) in try service.identity(context.names) }
        try context.delete(.deleteService(identity), ifExists: missing.isAllowed)
    }
}
