import ArgumentParser
import IPVSKit

/// `lvsctl timeouts`.
struct Timeouts: Verb {
    static let configuration = CommandConfiguration(
        commandName: "timeouts",
        _superCommandName: "lvsctl",
        abstract: "Show how long idle connections are remembered, or change it.",
        usage: "lvsctl timeouts [--tcp SECONDS] [--tcp-fin SECONDS] [--udp SECONDS] [OPTIONS]",
        discussion: """
            EXAMPLES:
              lvsctl timeouts
              lvsctl timeouts --udp 60
            """
    )

    @OptionGroup(title: "What to change") var settings: TimeoutSettings
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let wanted = try orUsageFailure { () throws(UsageError) in try settings.timeouts() }
        guard wanted == ConnectionTimeouts() else { return try context.carryOut([.setTimeouts(wanted)]) }
        let table = try context.table()
        let timeouts = try orTableFailure { () throws(TableError) in try table.timeouts() }
        try context.write(TimeoutsReport.render(timeouts, isJSON: context.preferences.isJSON))
    }
}
