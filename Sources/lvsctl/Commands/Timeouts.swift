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

    func request(_ names: any NameLookup) throws -> ConnectionTimeouts { try settings.timeouts() }

    static func run(_ wanted: ConnectionTimeouts, in environment: Environment) throws {
        guard wanted == ConnectionTimeouts() else {
            try environment.tables.perform(.setTimeouts(wanted))
            return try environment.output.report([.setTimeouts(wanted)])
        }
        let timeouts = try environment.tables.open().timeouts()
        try environment.output.write(
            TimeoutsReport.render(timeouts, isJSON: environment.preferences.isJSON)
        )
    }
}
