import ArgumentParser
import IPVSKit

/// `lvsctl replace-service`.
struct ReplaceService: Verb {
    static let configuration = CommandConfiguration(
        commandName: "replace-service",
        _superCommandName: "lvsctl",
        abstract: "Add a virtual service, or make the one that is there like it, and say which.",
        usage: "lvsctl replace-service -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] [OPTIONS]",
        discussion: """
            What is not named gets its default, as with add-service. The servers stay.

            EXAMPLES:
              lvsctl replace-service -t 10.0.0.1:80 -s rr -p 300
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "How it works") var settings: ServiceSettings
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let new = try orUsageFailure { () throws(UsageError) in
            try settings.service(try service.identity(context.names))
        }
        let table = try context.table()
        let old = try orTableFailure { () throws(TableError) in try table.service(new.identity) }
        try context.carryOut([old == nil ? .addService(new) : .editService(new)], on: table)
        try context.say("\(old == nil ? "added" : "edited") \(new.identity)")
    }
}
