import ArgumentParser
import IPVSKit

/// `lvsctl replace-server`.
struct ReplaceServer: Verb {
    static let configuration = CommandConfiguration(
        commandName: "replace-server",
        _superCommandName: "lvsctl",
        abstract: "Add a real server, or make the one that is there like it, and say which.",
        usage:
            "lvsctl replace-server -t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6] -r ADDRESS[:PORT] [OPTIONS]",
        discussion: """
            What is not named gets its default, as with add-server.

            EXAMPLES:
              lvsctl replace-server -t 10.0.0.1:80 -r 192.168.1.2 -m -w 5
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
        let table = try context.table()
        let found = try orTableFailure { () throws(TableError) in try table.service(identity) }
        let exists = found?.servers.contains { $0.configuration.endpoint == new.endpoint } ?? false
        try context.carryOut(
            [exists ? .editServer(new, of: identity) : .addServer(new, to: identity)],
            on: table
        )
        try context.say("\(exists ? "edited" : "added") \(new.endpoint) of \(identity)")
    }
}
