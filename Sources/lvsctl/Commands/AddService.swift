import ArgumentParser
import IPVSKit

/// `lvsctl add-service`.
struct AddService: Verb {
    static let configuration = CommandConfiguration(
        commandName: "add-service",
        _superCommandName: "lvsctl",
        abstract: "Add a virtual service.",
        usage: "lvsctl add-service -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl add-service -t 10.0.0.1:80 -s rr
              lvsctl add-service -t [2001:db8::1]:443 -s mh -b mh-fallback,mh-port
              lvsctl add-service -f 5 -6 -p 600 -M /64
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "How it works") var settings: ServiceSettings
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let new = try orUsageFailure { () throws(UsageError) in
            try settings.service(try service.identity(context.names))
        }
        try context.carryOut([.addService(new)])
    }
}
