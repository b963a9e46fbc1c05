import ArgumentParser
import IPVSKit

/// `lvsctl zero`.
struct Zero: Verb {
    static let configuration = CommandConfiguration(
        commandName: "zero",
        _superCommandName: "lvsctl",
        abstract: "Set the counters of one virtual service, or of all, to 0.",
        usage: "lvsctl zero [-t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6]] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl zero
              lvsctl zero -t 10.0.0.1:80
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let identity = try orUsageFailure { () throws(UsageError) in
            try service.identityIfNamed(context.names)
        }
        try context.carryOut([.zero(identity)])
    }
}
