import ArgumentParser
import IPVSKit

/// `lvsctl clear`.
struct Clear: Verb {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        _superCommandName: "lvsctl",
        abstract: "Delete all virtual services and real servers.",
        usage: "lvsctl clear [OPTIONS]",
        discussion: """
            Every connection is cut. Timeouts and sync daemons stay as they are.

            EXAMPLES:
              lvsctl save /root/before.rules && lvsctl clear
            """
    )

    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        try context.carryOut([.clear])
    }
}
