import IPVSKit

/// `lvsctl timeouts`.
struct Timeouts: Verb {
    static let description = VerbDescription(
        "timeouts",
        "Show or set the timeouts of idle connections.",
        synopsis: "[--tcp SECONDS] [--tcp-fin SECONDS] [--udp SECONDS]",
        examples: [
            "timeouts",
            "timeouts --udp 60",
        ]
    )

    let settings = TimeoutSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] { [OptionSection("What to change", settings)] }

    func run(in context: VerbContext) throws(Failure) {
        let wanted = try orUsageFailure { () throws(UsageError) in try settings.timeouts() }
        guard wanted == ConnectionTimeouts() else { return try context.carryOut(.setTimeouts(wanted)) }
        let table = try context.table(for: .viewing)
        let timeouts = try orTableFailure { () throws(TableError) in try table.timeouts() }
        try context.write(TimeoutsReport.render(timeouts, isJSON: context.preferences.isJSON))
    }
}
