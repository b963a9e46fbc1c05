import ArgumentParser
import IPVSKit

/// The options that change connection timeouts.
struct TimeoutSettings: ParsableArguments {
    @Option(.tcpTimeout, ArgumentHelp("For established TCP connections.", valueName: "seconds"))
    var tcp: [String]
    @Option(.tcpFinTimeout, ArgumentHelp("For TCP connections that are being closed.", valueName: "seconds"))
    var tcpFin: [String]
    @Option(.udpTimeout, ArgumentHelp("For UDP.", valueName: "seconds"))
    var udp: [String]

    /// The timeouts that are asked for; 0 for those that stay.
    func timeouts() throws(UsageError) -> ConnectionTimeouts {
        ConnectionTimeouts(
            tcp: try SingleValue(.tcpTimeout, tcp).number(.connectionTimeout) ?? 0,
            tcpFin: try SingleValue(.tcpFinTimeout, tcpFin).number(.connectionTimeout) ?? 0,
            udp: try SingleValue(.udpTimeout, udp).number(.connectionTimeout) ?? 0
        )
    }
}
