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

    @Option(.tcpTimeout, ArgumentHelp("For established TCP connections.", valueName: "seconds"))
    var tcp: [String]
    @Option(.tcpFinTimeout, ArgumentHelp("For TCP connections that are being closed.", valueName: "seconds"))
    var tcpFin: [String]
    @Option(.udpTimeout, ArgumentHelp("For UDP.", valueName: "seconds"))
    var udp: [String]
    @OptionGroup(title: "General") var global: GlobalOptions

    func run(in context: VerbContext) throws(Failure) {
        let wanted = try orUsageFailure { () throws(UsageError) in
            ConnectionTimeouts(
                tcp: try SingleValue(.tcpTimeout, tcp).number(.connectionTimeout) ?? 0,
                tcpFin: try SingleValue(.tcpFinTimeout, tcpFin).number(.connectionTimeout) ?? 0,
                udp: try SingleValue(.udpTimeout, udp).number(.connectionTimeout) ?? 0
            )
        }
        guard wanted == ConnectionTimeouts() else { return try context.carryOut([.setTimeouts(wanted)]) }
        let table = try context.table()
        let timeouts = try orTableFailure { () throws(TableError) in try table.timeouts() }
        try context.write(TimeoutsReport.render(timeouts, isJSON: context.preferences.isJSON))
    }
}
