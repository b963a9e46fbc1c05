import ArgumentParser
import IPVSKit

/// The options that name a virtual service.
struct ServiceSelection: ParsableArguments {
    @Option(.tcpService, ArgumentHelp("A TCP service.", valueName: "address:port"))
    var tcp: [String]
    @Option(.udpService, ArgumentHelp("A UDP service.", valueName: "address:port"))
    var udp: [String]
    @Option(.sctpService, ArgumentHelp("An SCTP service.", valueName: "address:port"))
    var sctp: [String]
    @Option(.firewallMark, ArgumentHelp("A service of all packets with a firewall mark.", valueName: "mark"))
    var firewallMark: [String]
    @Flag(.ipv6, "IPv6, for a firewall mark or a host name.")
    var isIPv6: Bool

    /// The one service that is named.
    func identity(_ names: any NameLookup) throws(UsageError) -> ServiceIdentity {
        guard let identity = try identityIfNamed(names) else {
            throw UsageError("no virtual service is named (use -t, -u, --sctp-service or -f)")
        }
        return identity
    }

    /// The service that is named; nil if there is none.
    func identityIfNamed(_ names: any NameLookup) throws(UsageError) -> ServiceIdentity? {
        let given = try typed()
        guard let first = given.first else {
            if isIPv6 { throw UsageError(.ipv6, "needs a service (-t, -u, --sctp-service or -f)") }
            return nil
        }
        guard given.count == 1 else {
            throw UsageError(
                given[1].option,
                value: given[1].text,
                "only one service can be named (there is \(quoted(first.text)) already)"
            )
        }
        guard let transport = first.transport else { return try firewallMark(first.text) }
        let family: AddressFamily? = isIPv6 ? .ipv6 : nil
        let endpoint = try names.endpoint(
            first.text,
            option: first.option,
            preferring: family,
            transport: transport,
            defaultPort: 0
        )
        if let family, endpoint.address.family != family {
            throw UsageError(.ipv6, "\(quoted(first.text)) is not IPv6")
        }
        return .endpoint(transport, endpoint)
    }

    private func firewallMark(_ text: String) throws(UsageError) -> ServiceIdentity {
        guard let mark = NumberKind.firewallMark.number(text) else {
            throw .value(text, of: .firewallMark, isNot: NumberKind.firewallMark.description)
        }
        return .firewallMark(mark, isIPv6 ? .ipv6 : .ipv4)
    }

    /// What was typed for each of the options; `transport` is nil for a firewall mark.
    private func typed() throws(UsageError) -> [(
        option: OptionName, text: String, transport: ServiceProtocol?
    )] {
        let rows: [(OptionName, [String], ServiceProtocol?)] = [
            (.tcpService, tcp, .tcp), (.udpService, udp, .udp), (.sctpService, sctp, .sctp),
            (.firewallMark, firewallMark, nil),
        ]
        var given: [(option: OptionName, text: String, transport: ServiceProtocol?)] = []
        for (option, values, transport) in rows {
            if let text = try SingleValue(option, values).text() { given.append((option, text, transport)) }
        }
        return given
    }
}
