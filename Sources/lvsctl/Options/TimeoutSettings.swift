import IPVSKit

/// The options that change connection timeouts.
struct TimeoutSettings: OptionGroup {
    let tcp = ValueOption(.tcpTimeout, "seconds", "For established TCP connections.")
    let tcpFin = ValueOption(.tcpFinTimeout, "seconds", "For TCP connections that are being closed.")
    let udp = ValueOption(.udpTimeout, "seconds", "For UDP.")

    var options: [VerbOption] { [tcp, tcpFin, udp] }

    /// The timeouts that are asked for; 0 for those that stay.
    func timeouts() throws(UsageError) -> ConnectionTimeouts {
        ConnectionTimeouts(
            tcp: try tcp.number(.connectionTimeout) ?? 0,
            tcpFin: try tcpFin.number(.connectionTimeout) ?? 0,
            udp: try udp.number(.connectionTimeout) ?? 0
        )
    }
}
