import ArgumentParser
import IPVSKit

/// `lvsctl add-server`.
struct AddServer: Verb {
    static let configuration = CommandConfiguration(
        commandName: "add-server",
        _superCommandName: "lvsctl",
        abstract: "Add a real server to a virtual service.",
        usage:
            "lvsctl add-server -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] -r ADDRESS[:PORT] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl add-server -t 10.0.0.1:80 -r 192.168.1.2 -m -w 10
              lvsctl add-server -t 10.0.0.1:80 -r 192.168.1.3:8080 -m -x 1000 -y 800
              lvsctl add-server -t 10.0.0.1:80 -r 203.0.113.4 -i --tun-type gue --tun-port 6080
            """
    )

    @OptionGroup(title: "Virtual service") var service: ServiceSelection
    @OptionGroup(title: "Real server") var server: ServerSelection
    @OptionGroup(title: "How it is used") var settings: ServerSettings
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let (identity, new) = try orUsageFailure { () throws(UsageError) in
            let identity = try service.identity(context.names)
            return (
                identity, try settings.server(try server.endpoint(of: identity, context.names), in: identity)
            )
        }
        try context.carryOut([.addServer(new, to: identity)])
    }
}
