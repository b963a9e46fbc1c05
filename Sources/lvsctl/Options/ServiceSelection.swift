import IPVSKit

/// The options that name a virtual service.
struct ServiceSelection: OptionGroup {
    let tcp = ValueOption(.tcpService, "address:port", "A TCP service.")
    let udp = ValueOption(.udpService, "address:port", "A UDP service.")
    let sctp = ValueOption(.sctpService, "address:port", "An SCTP service.")
    let firewallMark = ValueOption(Field.mark)
    let ipv6 = FlagOption(.ipv6, "IPv6, for a firewall mark or a host name.")

    /// How the help writes that a service is named.
    static let synopsis = "-t|-u|--sctp-service ADDRESS:PORT | -f MARK [-6]"

    var options: [VerbOption] { [tcp, udp, sctp, firewallMark, ipv6] }

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
            if ipv6.isGiven { throw UsageError(.ipv6, "needs a service (-t, -u, --sctp-service or -f)") }
            return nil
        }
        guard given.count == 1 else {
            throw UsageError(
                given[1].option,
                value: given[1].text,
                "only one service can be named (there is \(quoted(first.text)) already)"
            )
        }
        guard let serviceProtocol = first.serviceProtocol else { return try mark() }
        let family: AddressFamily? = ipv6.isGiven ? .ipv6 : nil
        let endpoint = try names.endpoint(
            first.text,
            option: first.option,
            preferring: family,
            serviceProtocol: serviceProtocol,
            defaultPort: 0
        )
        if let family, endpoint.address.family != family {
            throw UsageError(.ipv6, "\(quoted(first.text)) is not IPv6")
        }
        return .endpoint(serviceProtocol, endpoint)
    }

    /// Refuses an address without a port.
    func requirePort() throws(UsageError) {
        guard let first = try typed().first, first.serviceProtocol != nil,
            let endpoint = try? EndpointText(first.text), endpoint.port == nil
        else { return }
        let address = first.text.contains(":") && !first.text.hasPrefix("[") ? "[\(first.text)]" : first.text
        throw UsageError(
            first.option,
            value: first.text,
            "the port is missing (such as \(quoted("\(address):80")); a service for every port needs -p)"
        )
    }

    private func mark() throws(UsageError) -> ServiceIdentity? {
        try firewallMark.number(of: .mark).map { .firewallMark($0, ipv6.isGiven ? .ipv6 : .ipv4) }
    }

    /// What was typed for a service.
    private struct Typed {
        var option: OptionName
        var text: String
        /// Nil for a firewall mark.
        var serviceProtocol: ServiceProtocol?
    }

    private func typed() throws(UsageError) -> [Typed] {
        var given: [Typed] = []
        func add(_ option: ValueOption, _ serviceProtocol: ServiceProtocol?) throws(UsageError) {
            guard let text = try option.text() else { return }
            given.append(Typed(option: option.name, text: text, serviceProtocol: serviceProtocol))
        }
        try add(tcp, .tcp)
        try add(udp, .udp)
        try add(sctp, .sctp)
        try add(firewallMark, nil)
        return given
    }
}
